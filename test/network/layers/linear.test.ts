import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/index.ts';
import {
  inputName,
  linearAlong,
  Network,
  Pointwise,
  ReLU,
  rowsBetween,
  SparseLinear,
  WeightedSum,
  type Layer,
  type Shape,
} from '../../../src/network/index.ts';
import { alone, counting, valuesOf } from './support.ts';

/** The values of a layer of two inputs: the network's input and its ReLU. */
function withRelu(layer: Layer, shape: Shape, x: readonly number[]): number[] {
  const network = new Network(shape, [
    { name: 'relu', layer: new ReLU(), inputs: [inputName] },
    { name: 'layer', layer, inputs: [inputName, 'relu'] },
  ]);
  return [...network.evaluate(Float64Array.from(x))];
}

describe('WeightedSum', () => {
  it('subtracts, and adds a constant by channel', () => {
    const layer = new WeightedSum([Float64Array.of(1), Float64Array.of(-1)], Float64Array.of(10, 20));
    expect(withRelu(layer, [2, 2], [-1, 2, 3, -4])).toEqual([9, 20, 10, 16]);
  });

  it('multiplies each unit with a constant of its own, also with 0', () => {
    expect(valuesOf(new WeightedSum([Float64Array.of(1, 0, -2, 3)]), [2, 2], [5, 6, 7, 8])).toEqual([5, 0, -14, 24]);
  });

  // PReLU(x) = x where x > 0, slope x elsewhere, for slopes beyond 1 and below 0 too.
  it('is PReLU with the slopes of x and one minus them of its ReLU', () => {
    const slopes = Float64Array.of(0.25, 3, -2);
    const layer = new WeightedSum([slopes, slopes.map((slope) => 1 - slope)]);
    expect(withRelu(layer, [2, 3], [-4, -4, -4, 2, 2, 2])).toEqual([-1, -12, 8, 2, 2, 2]);
  });

  it.each([
    [new WeightedSum([Float64Array.of(1)]), 'it has 2 inputs, but coefficients for 1.'],
    [
      new WeightedSum([Float64Array.of(1), Float64Array.of(1, 2)]),
      'its inputs 3 have 3 units, but it has 2 coefficients; expected 1, one for each channel or one for each unit.',
    ],
    [new WeightedSum([Float64Array.of(1), Float64Array.of(NaN)]), 'has weights that are NaN or infinite'],
  ])('refuses what does not fit, case %#', (layer, message) => {
    expect(() => withRelu(layer, [3], [1, 2, 3])).toThrow(message);
    expect(() => withRelu(layer, [3], [1, 2, 3])).toThrow(UserError);
  });
});

describe('Pointwise', () => {
  // (1, 2) (1 2 3 / 4 5 6) = (9, 12, 15) and (0, -1) (...) = (-4, -5, -6), and the bias.
  it('multiplies the last axis with a matrix at every place', () => {
    const layer = new Pointwise(Float64Array.of(1, 2, 3, 4, 5, 6), Float64Array.of(0.5, 0, -0.5));
    expect(alone(layer, [1, 2, 2]).outputShape).toEqual([1, 2, 3]);
    expect(valuesOf(layer, [1, 2, 2], [1, 2, 0, -1])).toEqual([9.5, 12, 14.5, -3.5, -5, -6.5]);
  });

  it('refuses another number of channels', () => {
    expect(() => alone(new Pointwise(new Float64Array(6), new Float64Array(3)), [2, 3])).toThrow(
      'its input 2x3 has 3 channels, but its weights are for 2.',
    );
  });
});

describe('SparseLinear', () => {
  it('sums what its rows say, and nothing where they are empty', () => {
    const matrix = {
      pointers: Int32Array.of(0, 2, 2, 3),
      columns: Int32Array.of(0, 2, 1),
      weights: Float64Array.of(2, -1, 0.5),
    };
    expect(valuesOf(new SparseLinear([3], matrix, Float64Array.of(0, 7, 1)), [3], [1, 4, 9])).toEqual([-7, 7, 3]);
  });

  it.each([
    [
      { pointers: Int32Array.of(0, 1), columns: Int32Array.of(3), weights: Float64Array.of(1) },
      'it takes unit 3 of its input, which has 3 (3).',
    ],
    [
      { pointers: Int32Array.of(0, 2), columns: Int32Array.of(0), weights: Float64Array.of(1) },
      'its matrix of 1 rows and 1 entries or its bias do not fit the 1 units of 1.',
    ],
  ])('refuses what does not fit, case %#', (matrix, message) => {
    expect(() => alone(new SparseLinear([1], matrix), [3])).toThrow(
      new UserError(`Layer 'layer' (SparseLinear): ${message}`),
    );
  });
});

// The input is 2 x 3: 0 1 2 / 3 4 5.
describe('linearAlong', () => {
  it.each([
    ['sums over an axis', [undefined, [[1, 1, 1]]], [2, 1], [3, 12]],
    ['a mean over all axes', [[[0.5, 0.5]], [[0.25, 0.25, 0.5]]], [1, 1], [2.75]],
    [
      'linear interpolation along columns',
      [
        undefined,
        [
          [1, 0, 0],
          [0.5, 0.5, 0],
          [0, 1, 0],
        ],
      ],
      [2, 3],
      [0, 0.5, 1, 3, 3.5, 4],
    ],
    [
      'matrices along both axes',
      [
        [
          [1, 1],
          [1, -1],
        ],
        [
          [0, 1, 0],
          [1, 0, 1],
        ],
      ],
      [2, 2],
      [5, 10, -3, -6],
    ],
  ] as const)('is %s', (_, matrices, shape, values) => {
    const layer = linearAlong([2, 3], matrices);
    expect(layer.shape).toEqual(shape);
    expect(valuesOf(layer, [2, 3], counting([2, 3]))).toEqual(values);
  });

  it('interpolates at places between cells, without a row of zeros for each', () => {
    const layer = linearAlong([2, 3], [undefined, rowsBetween(3, [-1, 0.25, 2, 7])]);
    expect(layer.matrix.weights.length).toBe(2 * 5); // two cells at 0.25, one elsewhere
    expect(valuesOf(layer, [2, 3], counting([2, 3]))).toEqual([0, 0.25, 2, 2, 3, 3.25, 5, 5]);
    const cells = 2 ** 17; // a whole matrix of them would take 256 GB
    expect(
      linearAlong(
        [cells],
        [
          rowsBetween(
            cells,
            Float64Array.from({ length: 2 * cells }, (_, i) => i / 2),
          ),
        ],
      ).shape,
    ).toEqual([2 * cells]);
  });

  it('refuses rows of another length', () => {
    expect(() => linearAlong([2, 3], [[[1]]])).toThrow(
      new UserError('its matrix along axis 0 has a row of 1 entries, its input 2 places.'),
    );
  });
});
