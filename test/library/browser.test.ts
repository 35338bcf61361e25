import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../src/project/index.ts';
import { importsOf } from '../helpers/imports.ts';

it("the browser's entry loads nothing of Node.js, and TensorFlow.js not before it is needed", () => {
  const imports = [...importsOf([join(projectRoot, 'src', 'browser.ts')])];
  expect(imports).toContain('onnx-buf');
  expect(imports.filter((name) => name.startsWith('node:') || name.startsWith('@tensorflow/'))).toEqual([]);
});

it('nor does what loads TensorFlow.js, so that bundlers for browsers can follow it', () => {
  const imports = [...importsOf([join(projectRoot, 'src', 'tensorflow', 'networkGradients.ts')])];
  expect(imports).toContain('@tensorflow/tfjs-core');
  expect(imports.filter((name) => name.startsWith('node:'))).toEqual([]);
});
