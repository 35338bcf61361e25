import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lime } from '../../../src/attribution/features/index.ts';
import { anySeed, randomArray, seeded } from '../../helpers/randomNetworks.ts';
import { distance, elementwise, playing, randomWorth, recorded } from './support.ts';

/** `1 - a.b / (|a| |b|)` with b all ones, and 1 for a = 0. */
function cosineDistance(a: readonly number[]): number {
  const kept = a.filter((x) => x === 1).length;
  return kept === 0 ? 1 : 1 - kept / (Math.sqrt(kept) * Math.sqrt(a.length));
}

describe('the coefficients', () => {
  it('are where the weighted sum of squares and the penalty balance, for every coefficient and the intercept', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySeed,
        fc.integer({ min: 1, max: 7 }),
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        fc.double({ min: 0.1, max: 2, noNaN: true }),
        async (seed, players, ridge, kernelWidth) => {
          const { perturbation, samples } = recorded(playing(players, randomWorth(players, seed)));
          const { features } = await lime(perturbation, { samples: 40, seed, ridge, kernelWidth });
          // The derivatives of sum of w (value - a - kept b)^2 + ridge |b|^2 vanish: first by a, which gives a, then by
          // each b.
          const weights = samples.map(({ kept }) =>
            Math.sqrt(Math.exp(-(cosineDistance(kept) ** 2) / kernelWidth ** 2)),
          );
          const rests = samples.map(
            ({ kept, value }) => value - kept.reduce((total, x, i) => total + x * features[i], 0),
          );
          const weighted = (list: readonly number[]): number => list.reduce((total, x, i) => total + weights[i] * x, 0);
          const intercept = weighted(rests) / weighted(rests.map(() => 1));
          features.forEach((b, i) => {
            const slope = weighted(rests.map((rest, s) => (rest - intercept) * samples[s].kept[i]));
            expect(Math.abs(slope - ridge * b)).toBeLessThan(1e-10);
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('of an additive function without a ridge are its terms', async () => {
    const random = seeded(1);
    const [weights, baseline, input] = Array.from({ length: 3 }, () => Array.from(randomArray(random, 12, 3)));
    const additive = (x: Float64Array): number => x.reduce((total, value, i) => total + weights[i] * value, 1);
    const { features } = await lime(elementwise(baseline, input, additive), { ridge: 0, samples: 100 });
    expect(
      distance(
        features,
        weights.map((weight, i) => weight * (input[i] - baseline[i])),
      ),
    ).toBeLessThan(1e-10);
  });

  it('by default shrink a little: ridge 1, width 0.25, 1000 samples', async () => {
    const given = await lime(playing(4, randomWorth(4, 2)), { samples: 1000, kernelWidth: 0.25, ridge: 1, seed: 0 });
    expect(await lime(playing(4, randomWorth(4, 2)))).toEqual(given);
    expect(given.evaluations).toBe(1000);
  });

  it('belong to features, whose elements share them', async () => {
    const { features, attributions } = await lime(
      { ...elementwise([0, 0, 0], [1, 2, 3], (x) => x[0] + x[1] + x[2]), mask: [1, 0, 1] },
      { ridge: 0 },
    );
    expect(distance(features, [2, 4])).toBeLessThan(1e-12);
    expect(Array.from(attributions)).toEqual([features[1], features[0], features[1]]);
  });

  it('of features at which input and baseline agree are 0', async () => {
    const { features } = await lime(
      elementwise([1, 0], [1, 2], (x) => x[0] * x[1]),
      { ridge: 0 },
    );
    expect(features[0]).toBe(0);
    expect(features[1]).toBeCloseTo(2, 12);
  });
});

describe('the samples', () => {
  it('start with the input and keep half of the features on average', async () => {
    const { perturbation, samples } = recorded(playing(10, () => 1));
    await lime(perturbation, { samples: 1001 });
    expect(samples[0].kept).toEqual(Array.from({ length: 10 }, () => 1));
    const share = samples.slice(1).reduce((total, { kept }) => total + kept.filter((x) => x === 1).length, 0) / 10_000;
    expect(Math.abs(share - 0.5)).toBeLessThan(0.02); // four standard deviations
  });

  it('are drawn again with the same seed, and differ with another', async () => {
    const game = playing(8, randomWorth(8, 3));
    const first = await lime(game, { seed: 7 });
    expect(first.seed).toBe(7);
    expect(await lime(game, { seed: 7 })).toEqual(first);
    expect(distance((await lime(game, { seed: 8 })).features, first.features)).toBeGreaterThan(1e-4);
  });
});

it('without a ridge is refused wherever there are no more samples than features', async () => {
  for (let seed = 0; seed < 20; seed++) {
    await expect(lime(playing(5, randomWorth(5, 1)), { ridge: 0, samples: 5, seed })).rejects.toThrow(
      'The samples do not tell 5 features apart; ask for more samples, or use larger features.',
    );
  }
});

it.each([
  [{ samples: 0 }, 'The number of samples is 0; expected a whole number from 1 to 16777216.'],
  [{ kernelWidth: 0 }, "The kernel's width is 0; expected a number above 0."],
  [{ kernelWidth: NaN }, "The kernel's width is NaN; expected a number above 0."],
  [{ ridge: -1 }, 'The ridge is -1; expected a number from 0.'],
])('%o is refused', async (options, message) => {
  await expect(lime(playing(5, randomWorth(5, 1)), options)).rejects.toThrow(message);
});
