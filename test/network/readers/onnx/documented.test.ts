import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { operatorNames } from '../../../../src/network/readers/onnx/operators/index.ts';
import { projectRoot } from '../../../../src/project/index.ts';

it('docs/networks.md lists the operators of ONNX that are read, all of them and no other', () => {
  const text = readFileSync(join(projectRoot, 'docs', 'networks.md'), 'utf8');
  const [, onnx] = /^## ONNX$([^]*?)^## /m.exec(text) ?? [];
  const cells = [...onnx.matchAll(/^\| ([A-Z][^|]*) \|/gm)].map(([, cell]) => cell.replace(/\([^)]*\)/g, ''));
  const listed = cells.flatMap((cell) => cell.split(',').map((name) => name.trim()));
  expect(listed.toSorted()).toEqual(operatorNames);
});
