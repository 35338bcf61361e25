import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/index.ts';
import { Select, selectAlong } from '../../../src/network/index.ts';
import { alone, counting, valuesOf } from './support.ts';

describe('Select', () => {
  it('copies units of the input into any shape, some several times and some never', () => {
    const layer = new Select([2, 2], Int32Array.of(2, 0, 2, 2));
    expect(alone(layer, [3]).outputShape).toEqual([2, 2]);
    expect(valuesOf(layer, [3], [5, 6, 7])).toEqual([7, 5, 7, 7]);
  });

  it('fills where the index is -1', () => {
    expect(valuesOf(new Select([3], Int32Array.of(-1, 1, -1)), [2], [5, 6])).toEqual([0, 6, 0]);
    expect(valuesOf(new Select([3], Int32Array.of(-1, 1, -1), 2.5), [2], [5, 6])).toEqual([2.5, 6, 2.5]);
  });

  it.each([
    [new Select([2], Int32Array.of(0)), 'it has 1 indices for the 2 units of 2.'],
    [new Select([2], Int32Array.of(0, 3)), 'it takes unit 3 of its input, which has 3 (3).'],
    [new Select([2], Int32Array.of(-2, 0)), 'it takes unit -2 of its input, which has 3 (3).'],
    [new Select([0], Int32Array.of()), 'a shape of 0 has no units; all its axes must be whole numbers of at least 1.'],
    [
      new Select([2 ** 20, 2 ** 20], Int32Array.of(0)),
      '1048576x1048576 are 1099511627776 units; more than 67108864 are not supported.',
    ],
  ])('refuses what does not fit, case %#', (layer, message) => {
    expect(() => alone(layer, [3])).toThrow(new UserError(`Layer 'layer' (Select): ${message}`));
  });
});

// The input is 2 x 3: 0 1 2 / 3 4 5.
describe('selectAlong', () => {
  it.each([
    ['a slice with a negative step', [undefined, [2, 0]], [2, 2], [2, 0, 5, 3]],
    ['a gather that repeats', [[1, 1, 0]], [3, 3], [3, 4, 5, 3, 4, 5, 0, 1, 2]],
    [
      'padding with a constant',
      [
        [-1, 0, 1],
        [0, 1, 2, -1],
      ],
      [3, 4],
      [9, 9, 9, 9, 0, 1, 2, 9, 3, 4, 5, 9],
    ],
    ['reflection', [undefined, [1, 0, 1, 2, 1]], [2, 5], [1, 0, 1, 2, 1, 4, 3, 4, 5, 4]],
    ['the nearest cells of a larger image', [[0, 0, 1, 1]], [4, 3], [0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5]],
  ] as const)('is %s', (_, lists, shape, values) => {
    const layer = selectAlong([2, 3], lists, 9);
    expect(layer.shape).toEqual(shape);
    expect(valuesOf(layer, [2, 3], counting([2, 3]))).toEqual(values);
  });

  it('refuses places that the input has not', () => {
    expect(() => selectAlong([2, 3], [[0, 2]])).toThrow(
      new UserError('it takes place 2 along axis 0 of its input 2x3.'),
    );
    expect(() => selectAlong([2, 3], [[]])).toThrow('a shape of 0x3 has no units');
  });
});
