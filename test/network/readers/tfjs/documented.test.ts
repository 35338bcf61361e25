import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { operators } from '../../../../src/network/readers/tfjs/graphModel/operators/index.ts';
import { activationNames } from '../../../../src/network/readers/tfjs/layers/activations.ts';
import { classes } from '../../../../src/network/readers/tfjs/layers/index.ts';
import { projectRoot } from '../../../../src/project/index.ts';

const text = readFileSync(join(projectRoot, 'docs', 'networks.md'), 'utf8');
const [, layersModels = ''] = /^### Layers models$([^]*?)^### /m.exec(text) ?? [];

it('docs/networks.md lists the layers of Keras that are read, all of them and no other', () => {
  const cells = [...layersModels.matchAll(/^\| [a-z][^|]* \| ([A-Z][^|]*) \|/gm)].map(([, cell]) =>
    cell.replace(/\([^)]*\)/g, '').replace(/(\w+)1D and 2D/g, '$11D, $12D'),
  );
  const listed = cells.flatMap((cell) => cell.split(',').map((name) => name.trim().split(' ')[0]));
  expect(listed.toSorted()).toEqual(classes);
});

it('docs/networks.md lists the activations of Keras that are read, all of them and no other', () => {
  const [, list = ''] = /Activations by name: ([^.]*)\./.exec(layersModels) ?? [];
  expect(
    list
      .split(/[,()\s]+/)
      .filter((name) => name !== '')
      .toSorted(),
  ).toEqual(activationNames);
});

it('docs/networks.md lists the operators of graph models that are read, all of them and no other', () => {
  const [, graphModels = ''] = /^### Graph models$([^]*?)^### /m.exec(text) ?? [];
  const cells = [...graphModels.matchAll(/^\| ([A-Z][^|]*) \|/gm)].map(([, cell]) => cell);
  const listed = cells.flatMap((cell) => cell.split(',').map((name) => name.trim()));
  expect(listed.toSorted()).toEqual([...operators.keys()].sort());
});
