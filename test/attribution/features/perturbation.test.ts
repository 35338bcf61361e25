import { describe, expect, it } from 'vitest';
import {
  featureAblation,
  kernelShap,
  lime,
  occlusion,
  shapleyValues,
  shapleyValueSampling,
  type FeatureAttributions,
  type MaskedPerturbation,
} from '../../../src/attribution/features/index.ts';
import { playing, randomWorth } from './support.ts';

const players = 6;

const methods: [string, (perturbation: MaskedPerturbation, seed?: number) => Promise<FeatureAttributions>][] = [
  ['featureAblation', featureAblation],
  ['occlusion', (perturbation) => occlusion(perturbation, { shape: [2, 3, 1], window: [1, 2] })],
  ['shapleyValues', shapleyValues],
  ['shapleyValueSampling', (perturbation, seed = 1) => shapleyValueSampling(perturbation, { permutations: 7, seed })],
  ['kernelShap', (perturbation, seed = 1) => kernelShap(perturbation, { samples: 40, seed })],
  ['lime', (perturbation, seed = 1) => lime(perturbation, { samples: 30, seed })],
];

interface Batch {
  readonly points: Float64Array;
  readonly values: Float64Array;
}

/** The same, and, once it is explained, the batches that were evaluated. */
function keepingBatches(perturbation: MaskedPerturbation): { perturbation: MaskedPerturbation; batches: Batch[] } {
  const batches: Batch[] = [];
  const values = async (points: Float64Array): Promise<Float64Array> => {
    const found = await perturbation.values(points);
    batches.push({ points, values: found });
    return found;
  };
  return { perturbation: { ...perturbation, values }, batches };
}

it('64 points are taken at a time unless said', async () => {
  const { perturbation, batches } = keepingBatches(playing(8, randomWorth(8, 4)));
  await shapleyValues(perturbation);
  expect(batches.map(({ points }) => points.length / 8)).toEqual([64, 64, 64, 64]);
});

describe.each(methods)('%s', (_, method) => {
  const game = playing(players, randomWorth(players, 4));

  it('gives the same whatever the batch size, in batches of at most that size, and counts every point', async () => {
    const expected = await method(game);
    for (const batchSize of [1, 3, expected.evaluations - 1, expected.evaluations, expected.evaluations + 1]) {
      const { perturbation, batches } = keepingBatches({ ...game, batchSize });
      expect(await method(perturbation)).toEqual(expected);
      const sizes = batches.map(({ points }) => points.length / players);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(batchSize);
      expect(sizes.reduce((total, size) => total + size, 0)).toBe(expected.evaluations);
    }
  });

  it('leaves input, baseline and the points it has given away as they are', async () => {
    const { perturbation, batches } = keepingBatches({ ...game, batchSize: 2 });
    await method(perturbation);
    for (const { points, values } of batches) expect(await game.values(points)).toEqual(values);
    expect(game).toEqual({ ...playing(players, randomWorth(players, 4)), values: game.values });
  });

  it.each<[string, Partial<MaskedPerturbation>, string]>([
    [
      'a baseline of another length',
      { baseline: Float64Array.of(0) },
      'The baseline has 1 numbers, the input 6; expected as many.',
    ],
    [
      'an input that is not finite',
      { input: new Float64Array(players).fill(NaN) },
      'The input is NaN at index 0; it must be finite.',
    ],
    ['a batch size of 0', { batchSize: 0 }, 'The batch size is 0; expected a whole number from 1.'],
    [
      'values that are not one for each point',
      { values: () => Promise.resolve(new Float64Array(1)), batchSize: 2 },
      'The target gave 1 values for 2 points; expected one for each.',
    ],
    [
      'values that are not finite',
      { values: (points) => Promise.resolve(new Float64Array(points.length / players).fill(Infinity)) },
      'The list of values of the target is Infinity at index 0; it must be finite.',
    ],
  ])('refuses %s', async (__, wrong, message) => {
    await expect(method({ ...game, ...wrong })).rejects.toThrow(message);
  });
});

describe.each(methods.filter(([name]) => name !== 'occlusion'))('%s', (_, method) => {
  it('refuses a mask with gaps', async () => {
    await expect(method({ ...playing(players, () => 1), mask: [0, 0, 0, 0, 0, 2] })).rejects.toThrow(
      'The mask has no element of feature 1, but of feature 2;',
    );
  });
});

describe.each(methods.slice(3))('%s', (_, method) => {
  it.each([-1, 0.5, NaN])('refuses %d as a seed', async (seed) => {
    await expect(
      method(
        playing(players, () => 1),
        seed,
      ),
    ).rejects.toThrow(`The seed is ${seed}; expected a whole number from 0.`);
  });
});
