import { expect, it } from 'vitest';
import { backends } from '../../src/tensorflow/backends/index.ts';
import { backendNames } from '../../src/gradients/index.ts';

it('the names of backends are auto and those of the registry', () => {
  expect(backendNames).toEqual(['auto', ...backends.map(({ name }) => name)]);
});
