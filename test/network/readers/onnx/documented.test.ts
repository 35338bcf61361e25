import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { operatorNames, qualified } from '../../../../src/network/readers/onnx/operators/index.ts';
import { projectRoot } from '../../../../src/project/index.ts';

it('docs/networks.md lists the operators of ONNX that are read, all of them and no other', () => {
  const text = readFileSync(join(projectRoot, 'docs', 'networks.md'), 'utf8');
  const [, onnx] = /^## ONNX$([^]*?)^## /m.exec(text) ?? [];
  const rows = [...onnx.matchAll(/^\| (?:`(.*)`: )?([A-Z][^|]*) \|/gm)];
  const listed = rows.flatMap(([, domain, cell]) =>
    cell
      .replace(/\([^)]*\)/g, '')
      .split(',')
      .map((name) => qualified({ domain, opType: name.trim() })),
  );
  expect(listed.toSorted()).toEqual(operatorNames);
});
