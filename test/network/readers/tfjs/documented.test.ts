import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { operators } from '../../../../src/network/readers/tfjs/graphModel/operators/index.ts';
import { activationNames } from '../../../../src/network/readers/tfjs/layers/activations.ts';
import { classes } from '../../../../src/network/readers/tfjs/layers/index.ts';
import { operations } from '../../../../src/network/readers/tfjs/layers/operations/index.ts';
import { reasons } from '../../../../src/network/readers/tfjs/layers/reasons.ts';
import { projectRoot } from '../../../../src/project/index.ts';

const text = readFileSync(join(projectRoot, 'docs', 'networks.md'), 'utf8');
const [, layersModels = ''] = /^### Layers models$([^]*?)^### /m.exec(text) ?? [];

it('docs/networks.md lists the layers of Keras that are read, all of them and no other', () => {
  const cells = [...layersModels.matchAll(/^\| [a-z][^|]* \| ([A-Z][^|]*) \|/gm)].map(([, cell]) =>
    cell
      .replace(/\([^)]*\)/g, '')
      .replace(/(\w+)1D, 2D and 3D/g, '$11D, $12D, $13D')
      .replace(/(\w+)1D and 2D/g, '$11D, $12D')
      .replace(/ (and|or) (?=[A-Z])/g, ', '),
  );
  const listed = cells
    .flatMap((cell) => cell.split(/[,;]/).map((name) => name.trim().split(' ')[0]))
    .filter((name) => /^[A-Z]/.test(name));
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

it('docs/networks.md lists the functions between layers of Keras 3 that are read, all of them and no other', () => {
  const [, list = ''] = /^Functions of Keras 3 between layers \([^)]*\): ([^.]*)\./m.exec(layersModels) ?? [];
  expect(list.split(/,\s+/).map((name) => `ops.${name}`)).toEqual([...operations.keys()].toSorted());
});

it('docs/networks.md says of which layers and activations of Keras there are reasons why they are refused', () => {
  const [, table = ''] = /^\| refused \| why \|\n([^]*?)\n\n/m.exec(layersModels) ?? [];
  const refused = [...table.matchAll(/^\| ([^|]*) \|/gm)].flatMap(
    ([, cell]) => cell.match(/[A-Z]\w+|\w+_\w+|threshold/g) ?? [],
  );
  expect(refused.toSorted()).toEqual([...reasons.keys()].toSorted());
  expect(refused.filter((name) => classes.includes(name) || activationNames.includes(name))).toEqual([]);
});

it('docs/networks.md lists the operators of graph models that are read, all of them and no other', () => {
  const [, graphModels = ''] = /^### Graph models$([^]*?)^### /m.exec(text) ?? [];
  const cells = [...graphModels.matchAll(/^\| ([A-Z][^|]*) \|/gm)].map(([, cell]) => cell);
  const listed = cells.flatMap((cell) => cell.split(',').map((name) => name.trim()));
  expect(listed.toSorted()).toEqual([...operators.keys()].sort());
});
