import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/index.ts';
import {
  Concat,
  inputName,
  maximumAlong,
  MaximumOf,
  maximumOfTensors,
  Network,
  pullNode,
  ReLU,
  WeightedSum,
} from '../../../src/network/index.ts';
import { alone, valuesOf } from './support.ts';

describe('MaximumOf', () => {
  it('chooses the largest of lists that may overlap and differ in length; the first of equal ones has the derivative', () => {
    const layer = new MaximumOf([2], Int32Array.of(0, 1, 4), Int32Array.of(2, 1, 0, 2));
    expect(valuesOf(layer, [3], [5, 5, 1])).toEqual([1, 5]);
    const pulled = pullNode(layer.connect([[3]]), [Float64Array.of(5, 5, 1)], Float64Array.of(1, 1));
    expect(pulled).toEqual([Float64Array.of(0, 1, 1)]);
  });

  it.each([
    [
      new MaximumOf([2], Int32Array.of(0, 1), Int32Array.of(0)),
      'it has lists of candidates for 1 units, expected 2 (2) with 1 candidates in all.',
    ],
    [new MaximumOf([2], Int32Array.of(0, 1, 1), Int32Array.of(0)), 'its unit 1 has no candidates.'],
    [new MaximumOf([1], Int32Array.of(0, 1), Int32Array.of(3)), 'it takes unit 3 of its input, which has 3 (3).'],
  ])('refuses what does not fit, case %#', (layer, message) => {
    expect(() => alone(layer, [3])).toThrow(new UserError(`Layer 'layer' (MaximumOf): ${message}`));
  });
});

// The input is 2 x 3: 4 9 2 / 3 5 7.
describe('maximumAlong', () => {
  it.each([
    [[0], [1, 3], [4, 9, 7]],
    [[1], [2, 1], [9, 7]],
    [[0, 1], [1, 1], [9]],
    [[], [2, 3], [4, 9, 2, 3, 5, 7]],
  ])('is the largest along the axes %j', (axes, shape, values) => {
    const layer = maximumAlong([2, 3], axes);
    expect(layer.shape).toEqual(shape);
    expect(valuesOf(layer, [2, 3], [4, 9, 2, 3, 5, 7])).toEqual(values);
  });
});

describe('maximumOfTensors', () => {
  it('is the largest of several tensors unit by unit; of their negatives, the negative of the least', () => {
    const minus = (): WeightedSum => new WeightedSum([Float64Array.of(-1)]);
    const network = new Network(
      [2],
      [
        { name: 'relu', layer: new ReLU(), inputs: [inputName] },
        { name: '-x', layer: minus(), inputs: [inputName] },
        { name: '-relu', layer: minus(), inputs: ['relu'] },
        { name: 'both', layer: new Concat(0), inputs: ['-x', '-relu'] },
        { name: 'largest', layer: maximumOfTensors([2], 2), inputs: ['both'] },
        { name: 'min', layer: minus(), inputs: ['largest'] },
      ],
    );
    expect(network.evaluate(Float64Array.of(-3, 4)).map((x) => x)).toEqual(Float64Array.of(-3, 4));
    expect([...network.upTo(4).evaluate(Float64Array.of(-3, 4))]).toEqual([3, -4]);
  });
});
