import fc from 'fast-check';
import { Matrix, solve } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { exactIntegratedGradients } from '../../../src/attribution/integrators/exact.ts';
import {
  kernelShap,
  shapleyValues,
  shapleyValueSampling,
  type FeatureAttributions,
  type MaskedPerturbation,
} from '../../../src/attribution/features/index.ts';
import { Dense, inputName, Network, ReLU } from '../../../src/network/index.ts';
import { anySeed, randomArray, seeded } from '../../helpers/randomNetworks.ts';
import {
  distance,
  elementwise,
  outputOf,
  playing,
  randomWorth,
  recorded,
  shapleyByOrders,
  sum,
  type Sample,
  type Worth,
} from './support.ts';

type Method = (perturbation: MaskedPerturbation) => Promise<FeatureAttributions>;

/** Those whose values are exact. */
const exact: [string, Method][] = [
  ['shapleyValues', shapleyValues],
  ['kernelShap of all coalitions', kernelShap],
];

const sampled: [string, (perturbation: MaskedPerturbation, seed?: number) => Promise<FeatureAttributions>][] = [
  ['shapleyValueSampling', (perturbation, seed = 0) => shapleyValueSampling(perturbation, { permutations: 30, seed })],
  ['kernelShap of some coalitions', (perturbation, seed = 0) => kernelShap(perturbation, { samples: 100, seed })],
];

const runs = { numRuns: 40 };

describe.each(exact)('%s, in closed form,', (_, method) => {
  it('shares a product of two between them', async () => {
    // F = x0 x1: none 2, x0 alone 3 * 2, x1 alone 1 * 5, both 15. x0 adds 4 first or 10 last, x1 adds 3 first or 9
    // last.
    const { features } = await method(elementwise([1, 2], [3, 5], (x) => x[0] * x[1]));
    expect(distance(features, [7, 6])).toBeLessThan(1e-13);
  });

  it('shares a product of three, and leaves a sum to its terms', async () => {
    // 6 x0 x1 x2 + 4 x0 + x1 from zeros to ones: the product is a third to each.
    const { features } = await method(
      elementwise([0, 0, 0], [1, 1, 1], (x) => 6 * x[0] * x[1] * x[2] + 4 * x[0] + x[1]),
    );
    expect(distance(features, [6, 3, 2])).toBeLessThan(1e-13);
  });

  it('adds the elements of a feature together, and attributes to each what it attributes to the feature', async () => {
    // F = x0 x1 x2 with x0 and x2 as one feature: the product of two features, 24 / 2 to each.
    const { features, attributions } = await method({
      ...elementwise([0, 0, 0], [2, 3, 4], (x) => x[0] * x[1] * x[2]),
      mask: [0, 1, 0],
    });
    expect(distance(features, [12, 12])).toBeLessThan(1e-13);
    expect(Array.from(attributions)).toEqual([features[0], features[1], features[0]]);
  });

  it('attributes everything to the only feature, and nothing where input and baseline agree', async () => {
    expect(Array.from((await method(elementwise([1], [4], (x) => x[0] ** 2))).features)).toEqual([15]);
    expect(Array.from((await method(elementwise([5, 1], [5, 4], (x) => x[0] * x[1]))).features)).toEqual([0, 15]);
    expect(Array.from((await method(elementwise([5, 1], [5, 1], (x) => x[0] * x[1]))).features)).toEqual([0, 0]);
  });
});

describe.each(exact)('%s of random games', (_, method) => {
  it('are those by all orders of 8 features, to 1e-8', async () => {
    for (const seed of [1, 2, 3]) {
      const worth = randomWorth(8, seed);
      const { features, evaluations, standardError } = await method(playing(8, worth));
      expect(distance(features, shapleyByOrders(8, worth))).toBeLessThan(1e-8);
      expect(evaluations).toBe(256);
      expect(standardError).toBeUndefined();
    }
  });

  it('sum to the difference of input and baseline', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, fc.integer({ min: 1, max: 7 }), async (seed, players) => {
        const worth = randomWorth(players, seed);
        const { features } = await method(playing(players, worth));
        expect(Math.abs(sum(features) - (worth(2 ** players - 1) - worth(0)))).toBeLessThan(1e-12);
      }),
      runs,
    );
  });

  it('are the same for features that can be exchanged', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, fc.integer({ min: 2, max: 7 }), async (seed, players) => {
        const worth = randomWorth(players, seed);
        const exchange: Worth = (c) => (c & ~3) | ((c & 1) << 1) | ((c & 2) >> 1);
        const { features } = await method(playing(players, (c) => worth(c) + worth(exchange(c))));
        expect(Math.abs(features[0] - features[1])).toBeLessThan(1e-12);
      }),
      runs,
    );
  });

  it('are what a feature adds where that is the same for every coalition, and 0 where it adds nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySeed,
        fc.integer({ min: 3, max: 7 }),
        fc.double({ min: -9, max: 9, noNaN: true }),
        async (seed, players, addition) => {
          const worth = randomWorth(players, seed);
          const { features } = await method(playing(players, (c) => worth(c & ~3) + ((c & 2) >> 1) * addition));
          expect(distance(features.slice(0, 2), [0, addition])).toBeLessThan(1e-12);
        },
      ),
      runs,
    );
  });
});

/** `F = sum over i, h of a_ih relu(w_ih x_i + c_ih)`: additive, two hinges for each of the inputs. */
function additiveNetwork(seed: number, inputs: number): Network {
  const random = seeded(seed);
  const hinges = 2 * inputs;
  const slopes = randomArray(random, hinges, 2);
  const weights = Float64Array.from({ length: hinges * inputs }, (_, i) =>
    Math.floor((i % hinges) / 2) === Math.floor(i / hinges) ? slopes[i % hinges] : 0,
  );
  return new Network(
    [inputs],
    [
      { name: 'hinges', layer: new Dense(weights, randomArray(random, hinges)), inputs: [inputName] },
      { name: 'relu', layer: new ReLU(), inputs: ['hinges'] },
      { name: 'out', layer: new Dense(randomArray(random, hinges, 3), Float64Array.of(0.5)), inputs: ['relu'] },
    ],
  );
}

it.each([...exact, ...sampled])('%s are exact integrated gradients on additive networks', async (_, method) => {
  await fc.assert(
    fc.asyncProperty(anySeed, fc.integer({ min: 1, max: 9 }), async (seed, inputs) => {
      const network = additiveNetwork(seed, inputs);
      const random = seeded(seed + 1);
      const [baseline, input] = [randomArray(random, inputs, 2), randomArray(random, inputs, 2)];
      const { attributions } = await exactIntegratedGradients(network, { baseline, input, target: 0 });
      const { features, standardError } = await method({
        ...elementwise(Array.from(baseline), Array.from(input), () => 0),
        values: outputOf(network, 0),
      });
      expect(distance(features, attributions)).toBeLessThan(1e-10);
      expect(Math.max(0, ...(standardError ?? []))).toBeLessThan(1e-10);
    }),
    runs,
  );
});

describe.each(sampled)('%s', (_, method) => {
  const worth = randomWorth(8, 5);
  const shapley = shapleyByOrders(8, worth);

  it('lie around the Shapley values as far as the standard errors say', async () => {
    const seeds = Array.from({ length: 60 }, (__, seed) => seed);
    const found = await Promise.all(seeds.map((seed) => method(playing(8, worth), seed)));
    const errors = found.flatMap(({ features, standardError }) =>
      Array.from(features, (value, i) => (value - shapley[i]) / (standardError?.[i] ?? 0)),
    );
    const rootMeanSquare = Math.sqrt(errors.reduce((total, error) => total + error ** 2, 0) / errors.length);
    // 480 standardised errors, somewhat dependent; Student's t with 29 degrees of freedom has 1.04.
    expect(rootMeanSquare).toBeGreaterThan(0.85);
    expect(rootMeanSquare).toBeLessThan(1.15);
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(5);
  });

  it('sum to the difference of input and baseline whatever is drawn', async () => {
    for (const seed of [1, 2, 3]) {
      const { features } = await method(playing(8, worth), seed);
      expect(Math.abs(sum(features) - (worth(255) - worth(0)))).toBeLessThan(1e-12);
    }
  });

  it('are drawn again with the same seed, and differ with another', async () => {
    const first = await method(playing(8, worth), 7);
    expect(first.seed).toBe(7);
    expect(await method(playing(8, worth), 7)).toEqual(first);
    expect(distance((await method(playing(8, worth), 8)).features, first.features)).toBeGreaterThan(1e-3);
  });
});

/** Least squares with the last coefficient eliminated: `b_last = all - none - the others`. */
function fitThrough(none: Sample, all: Sample, samples: readonly Sample[]): Float64Array {
  const total = all.value - none.value;
  const last = none.kept.length - 1;
  const rows = samples.map(({ kept }) => kept.slice(0, last).map((x) => x - kept[last]));
  const targets = samples.map(({ kept, value }) => [value - none.value - kept[last] * total]);
  const others = solve(new Matrix(rows), new Matrix(targets)).to1DArray();
  return Float64Array.of(...others, total - others.reduce((a, b) => a + b, 0));
}

describe('shapleyValueSampling', () => {
  it('takes two evaluations, and one less than there are features for each permutation, and tells its progress', async () => {
    const told: [number, number][] = [];
    const { evaluations } = await shapleyValueSampling(playing(5, randomWorth(5, 1)), {
      permutations: 3,
      progress: (done, permutations) => told.push([done, permutations]),
    });
    expect(evaluations).toBe(2 + 3 * 4);
    expect(told).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });

  it('has the mean and standard error of what its permutations find', async () => {
    // F = x0 x1 at ones: a permutation finds (0, 1) or (1, 0), so that the mean m of n has m (1 - m) / (n - 1) as
    // squared standard error.
    const {
      features: [mean],
      standardError,
    } = await shapleyValueSampling(
      playing(2, (c) => (c === 3 ? 1 : 0)),
      { permutations: 10, seed: 3 },
    );
    expect(Math.round(10 * mean) / 10).toBeCloseTo(mean, 12);
    expect(standardError?.[0]).toBeCloseTo(Math.sqrt((mean * (1 - mean)) / 9), 12);
    expect(standardError?.[0]).toBeGreaterThan(0);
  });

  it('takes 25 permutations unless said', async () => {
    expect((await shapleyValueSampling(playing(5, randomWorth(5, 1)))).evaluations).toBe(2 + 25 * 4);
  });

  it('refuses fewer than two permutations', async () => {
    await expect(shapleyValueSampling(playing(2, randomWorth(2, 1)), { permutations: 1 })).rejects.toThrow(
      'The number of permutations is 1; expected a whole number from 2 to 16777216.',
    );
  });
});

describe('kernelShap', () => {
  it('takes every coalition once as soon as there are samples for all', async () => {
    const worth = randomWorth(6, 1);
    const all = await kernelShap(playing(6, worth), { samples: 62 });
    expect([all.evaluations, all.seed, all.standardError]).toEqual([64, undefined, undefined]);
    expect(distance(all.features, shapleyByOrders(6, worth))).toBeLessThan(1e-8);
    const some = await kernelShap(playing(6, worth), { samples: 61 });
    expect([some.evaluations, some.seed, some.standardError?.length]).toEqual([64, 0, 6]);
  });

  it('draws 2048 coalitions and two for each feature unless said', async () => {
    expect((await kernelShap(playing(12, (c) => c))).evaluations).toBe(2 + 2048 + 24);
  });

  it('is the least squares fit through none and all, and its standard error the jackknife of the pairs', async () => {
    for (const players of [6, 8]) {
      const { perturbation, samples } = recorded(playing(players, randomWorth(players, 2)));
      const { features, standardError } = await kernelShap(perturbation, { samples: 50 });
      const [none, all, ...drawn] = samples;
      expect(distance(features, fitThrough(none, all, drawn))).toBeLessThan(1e-10);
      const squares = new Float64Array(players);
      for (let pair = 0; pair < 25; pair++) {
        const without = fitThrough(none, all, drawn.toSpliced(2 * pair, 2));
        without.forEach((value, i) => (squares[i] += (value - features[i]) ** 2));
      }
      expect(distance(squares.map(Math.sqrt), standardError ?? [])).toBeLessThan(1e-10);
    }
  });

  it('has infinite standard errors where the fit hangs on one pair', async () => {
    const { standardError } = await kernelShap(playing(9, randomWorth(9, 1)), { samples: 18, seed: 1 });
    expect(standardError).toEqual(new Float64Array(9).fill(Infinity));
  });

  it('refuses samples that cannot or do not tell the features apart', async () => {
    await expect(kernelShap(playing(9, randomWorth(9, 1)), { samples: 17 })).rejects.toThrow(
      '17 samples are too few for KernelSHAP of 9 features; expected at least 18.',
    );
    await expect(kernelShap(playing(9, randomWorth(9, 1)), { samples: 18, seed: 4 })).rejects.toThrow(
      'The samples do not tell 9 features apart; ask for more samples, or use larger features.',
    );
    await expect(kernelShap(playing(2, randomWorth(2, 1)), { samples: 0 })).rejects.toThrow(
      'The number of samples is 0; expected a whole number from 1 to 16777216.',
    );
  });
});

it('shapleyValues refuse more than 16 features at which input and baseline differ', async () => {
  const zeros = Array.from({ length: 17 }, () => 0);
  await expect(
    shapleyValues(
      elementwise(
        zeros,
        zeros.map(() => 1),
        sum,
      ),
    ),
  ).rejects.toThrow(
    'Exact Shapley values of 17 features take 2^17 evaluations; expected at most 16 features. Use larger features, or sample.',
  );
  expect(
    (
      await shapleyValues(
        elementwise(
          zeros,
          zeros.map((_, i) => (i < 3 ? 1 : 0)),
          sum,
        ),
      )
    ).evaluations,
  ).toBe(8);
});
