import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  defaultMask,
  featureAblation,
  occlusion,
  type OcclusionOptions,
} from '../../../src/attribution/features/index.ts';
import { randomArray, seeded } from '../../helpers/randomNetworks.ts';
import { elementwise, sum } from './support.ts';

/** `F(x) = sum of x`, from zeros to the input. */
function additive(input: readonly number[]): ReturnType<typeof elementwise> {
  return elementwise(
    input.map(() => 0),
    input,
    sum,
  );
}

describe('in closed form', () => {
  it('an element is attributed the mean over the windows that cover it', async () => {
    const { features, attributions, evaluations } = await occlusion(additive([1, 2, 4, 8, 16, 32, 64, 128, 256]), {
      shape: [3, 3, 1],
      window: [2, 2],
    });
    // 1 2 4 / 8 16 32 / 64 128 256: the windows' sums, and from them corners 1, edges 2, the centre 4 windows.
    const [a, b, c, d] = [1 + 2 + 8 + 16, 2 + 4 + 16 + 32, 8 + 16 + 64 + 128, 16 + 32 + 128 + 256];
    expect(Array.from(features)).toEqual([a, b, c, d]);
    expect(Array.from(attributions)).toEqual([
      a,
      (a + b) / 2,
      b,
      (a + c) / 2,
      (a + b + c + d) / 4,
      (b + d) / 2,
      c,
      (c + d) / 2,
      d,
    ]);
    expect(evaluations).toBe(5);
  });

  it('the last windows are cut off at the edge', async () => {
    // Columns 0-2, 2-4, 4-5.
    const { features, attributions } = await occlusion(additive([1, 2, 4, 8, 16, 32]), {
      shape: [1, 6, 1],
      window: [1, 3],
      strides: [1, 2],
    });
    expect(Array.from(features)).toEqual([7, 28, 48]);
    expect(Array.from(attributions)).toEqual([7, 7, 17.5, 28, 38, 48]);
  });

  it('a window covers all channels of its pixels', async () => {
    const { features, attributions } = await occlusion(additive([1, 2, 4, 8]), { shape: [2, 1, 2], window: [1, 1] });
    expect(Array.from(features)).toEqual([3, 12]);
    expect(Array.from(attributions)).toEqual([3, 3, 12, 12]);
  });

  it('a window as large as the image has one place, whatever its stride', async () => {
    const { features } = await occlusion(additive([1, 2, 4]), { shape: [1, 3, 1], window: [1, 3], strides: [1, 5] });
    expect(Array.from(features)).toEqual([7]);
  });

  it('occluded elements are the baseline, all others the input', async () => {
    // F = x0 x1 from (1, 2) to (3, 5): 15 - 1 * 5 and 15 - 3 * 2.
    const { features } = await occlusion(
      elementwise([1, 2], [3, 5], (x) => x[0] * x[1]),
      { shape: [1, 2, 1], window: [1, 1] },
    );
    expect(Array.from(features)).toEqual([10, 9]);
  });
});

it('windows that do not overlap are the features of a grid', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.integer({ min: 2, max: 6 }),
      fc.integer({ min: 2, max: 6 }),
      fc.integer({ min: 1, max: 2 }),
      async (seed, rows, columns, cell) => {
        const random = seeded(seed);
        const [input, baseline, weights] = Array.from({ length: 3 }, () =>
          Array.from(randomArray(random, rows * columns * 2)),
        );
        const squared = (x: Float64Array): number => x.reduce((total, value, i) => total + weights[i] * value, 0) ** 2;
        const shape = [rows, columns, 2];
        const perturbation = { ...elementwise(baseline, input, squared), mask: defaultMask(shape, cell) };
        const { features, attributions } = await featureAblation(perturbation);
        const found = await occlusion(perturbation, { shape, window: [cell, cell], strides: [cell, cell] });
        expect(found.features).toEqual(features);
        expect(found.attributions).toEqual(attributions);
      },
    ),
    { numRuns: 50 },
  );
});

it.each<[string, Partial<OcclusionOptions>, string]>([
  [
    'vectors',
    { shape: [9] },
    'Occlusion slides over an image (rows x columns, or rows x columns x channels), the input is 9; use feature ablation.',
  ],
  ['shapes of other inputs', { shape: [3, 4, 1] }, 'The input has 9 numbers, its shape is 3x4x1.'],
  ['windows that leave the image', { window: [2, 4] }, 'The window has 4 columns, the image 3; expected no more.'],
  [
    'strides that leave gaps',
    { window: [1, 2], strides: [2, 1] },
    'A window of 1 rows that moves by 2 leaves gaps; expected a stride of at most 1.',
  ],
  ['empty windows', { window: [0, 1] }, "The window's number of rows is 0; expected a whole number from 1."],
  ['windows that stand still', { strides: [1, 0] }, 'The stride in columns is 0; expected a whole number from 1.'],
])('%s are refused', async (_, options, message) => {
  const perturbation = additive([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  await expect(occlusion(perturbation, { shape: [3, 3, 1], window: [2, 2], ...options })).rejects.toThrow(message);
});
