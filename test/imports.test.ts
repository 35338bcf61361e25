import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../src/project.ts';
import { filesIn, importsOf } from './helpers/imports.ts';

const packagesOf = (files: string[]): string[] => [...importsOf(files)].filter((name) => !name.endsWith('.ts'));

it.each(['src/line', 'src/quadrature'])('%s imports no package and nothing of Node.js', (folder) => {
  const files = filesIn(join(projectRoot, folder));
  expect(files).not.toEqual([]);
  expect(packagesOf(files)).toEqual([]);
});

it('the experiment integrated_gradients does not load TensorFlow.js until the network engine needs it', () => {
  const packages = packagesOf([join(projectRoot, 'experiments/integrated_gradients.ts')]);
  expect(packages).toContain('papaparse');
  expect(packages.filter((name) => name.startsWith('@tensorflow/'))).toEqual([]);
});
