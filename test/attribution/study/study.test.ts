import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactIntegratedGradients } from '../../../src/attribution/integrators/exact.ts';
import { mTilde } from '../../../src/attribution/study/mTilde.ts';
import { publishedPartitions } from '../../../src/attribution/study/publishedSearch.ts';
import { relativeError } from '../../../src/attribution/study/relativeError.ts';
import { Sampler, tolerance, type SampledErrors } from '../../../src/attribution/study/sampler.ts';
import {
  DoubleComparison,
  relativeTo,
  samplingErrors,
  type Sampling,
} from '../../../src/attribution/study/samplings.ts';
import { partitionsToTolerance } from '../../../src/attribution/study/samplesToTolerance.ts';
import type { Comparison, Integrator } from '../../../src/attribution/integrators/integrator.ts';
import {
  gauss,
  left,
  midpoint,
  right,
  rules,
  simpson,
  trapezoid,
  type Measure,
  type Rule,
} from '../../../src/quadrature/index.ts';
import { twoHinges } from '../../helpers/closedForms.ts';
import { anySeed, caseOf } from '../../helpers/randomNetworks.ts';

const runs = { numRuns: 60 };

function written({ nodes, weights }: Measure): string {
  return `${String(nodes)} ${String(weights)}`;
}

async function exactOf(seed: number): Promise<Awaited<ReturnType<typeof exactIntegratedGradients>>> {
  const { network, baseline, input, target } = caseOf(seed);
  return exactIntegratedGradients(network, { baseline, input, target });
}

describe('exactIntegratedGradients', () => {
  it('gives the closed form of two hinges', async () => {
    const exact = await exactIntegratedGradients(twoHinges(), {
      baseline: Float64Array.of(0, 0),
      input: Float64Array.of(1, 1),
      target: 0,
    });
    expect(Array.from(exact.attributions)).toEqual([0.75, -0.5]);
    expect(exact).toMatchObject({ regions: 3, outputDifference: 0.25, completenessGap: 0 });
  });

  it('is complete to 1e-9 on random networks', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const { completenessGap, attributions } = await exactOf(seed);
        if (attributions.some((a) => Math.abs(a) > 1e-6)) expect(completenessGap).toBeLessThan(1e-9);
      }),
      runs,
    );
  });
});

describe('relativeError', () => {
  it('is the mean over the inputs of |a - e| / |e + 1e-11|', () => {
    // (|1.1 - 1| / 1 + |-1 + 2| / 2 + |1e-11 - 0| / 1e-11) / 3 = (0.1 + 0.5 + 1) / 3
    expect(relativeError(Float64Array.of(1.1, -1, 1e-11), Float64Array.of(1, -2, 0))).toBeCloseTo(1.6 / 3, 9);
  });

  it('is none of attributions of different lengths, whose last elements it would leave out', () => {
    expect(() => relativeError(Float64Array.of(1, 2, 3), Float64Array.of(1, 2))).toThrow(
      'Attributions of 3 and 2 elements cannot be compared',
    );
  });
});

describe('samplingErrors', () => {
  it('have the errors of rules that are integrated one by one', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, fc.integer({ min: 1, max: 9 }), async (seed, n) => {
        const { integrator } = await exactOf(seed);
        const direct = await integrator.attribute(rules.map((rule) => rule.measure(n)));
        // Against something of order 1, so that errors are no larger than what they are made of.
        const reference = direct[0].map((_, i) => 1 + i);
        const comparison = new DoubleComparison(integrator, relativeTo(reference));
        const errors = await samplingErrors(
          rules.map((rule) => ({ rule, partitions: n })),
          comparison,
        );
        direct.forEach((attributions, r) => {
          expect(errors[r]).toBeCloseTo(relativeError(attributions, reference), 10);
        });
      }),
      runs,
    );
  });
});

describe('Sampler', () => {
  it('finds every error on its side of the tolerance', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, fc.integer({ min: 1, max: 90 }), async (seed, n) => {
        const { integrator, attributions } = await exactOf(seed);
        const direct = await integrator.attribute(rules.map((rule) => rule.measure(n)));
        const errors = await new Sampler(integrator, attributions).errors(
          rules.map((rule) => ({ rule, partitions: n })),
        );
        direct.forEach((of, r) => {
          const error = relativeError(of, attributions);
          if (Math.abs(error - tolerance) > 1e-9) expect(errors[r] < tolerance).toBe(error < tolerance);
        });
      }),
      runs,
    );
  });

  it('looks again in float64 at what rounding might decide, and at nothing else', async () => {
    // The exact attribution is 1, of which float32 makes 1 + 1e-6: errors are uncertain within 16e-6 of 0.05, and where
    // float32 overflows.
    const double: Record<string, number> = { left: 1.0500001, simpson: 1.0499, gauss: 1.2, midpoint: 1.01 };
    const single: Record<string, number> = {
      left: 1.05,
      simpson: 1.0499,
      gauss: 1.2,
      midpoint: NaN,
      lebesgue: 1 + 1e-6,
    };
    const named = [left, simpson, gauss, midpoint].map((rule) => ({
      name: rule.name,
      rule,
      partitions: 4,
      written: written(rule.measure(4)),
    }));
    const nameOf = (measure: Measure): string =>
      measure.density === 1 ? 'lebesgue' : (named.find((one) => one.written === written(measure))?.name ?? 'an end');
    const asked: string[] = [];
    const integrator: Integrator = {
      attribute: (measures) => {
        asked.push(...measures.map(nameOf).filter((name) => name !== 'an end'));
        return Promise.resolve(measures.map((measure) => Float64Array.of(double[nameOf(measure)] ?? 0)));
      },
      totals: () => Promise.resolve([]),
      compareSingle: () => ({
        atOnce: 15,
        deviations: (mixtures) =>
          Promise.resolve(mixtures.map(({ measure }) => [Math.abs(single[nameOf(measure)] - 1)])),
      }),
    };
    const errors = await new Sampler(integrator, Float64Array.of(1)).errors(named);
    expect(asked).toEqual(['left', 'midpoint']);
    expect(errors.map((error) => error < tolerance)).toEqual([false, true, false, true]);
  });
});

describe('the partitions that a sampler guesses', () => {
  const integrator: Integrator = { attribute: () => Promise.resolve([]), totals: () => Promise.resolve([]) };

  it('are so many times those of a known error as that is over the tolerance', () => {
    expect(new Sampler(integrator, Float64Array.of(1), { error: 0.25, partitions: 20 }).guess).toBeCloseTo(100, 9);
  });

  it.each([undefined, 0, NaN, Infinity])('are the usual ones if the error is %s', (error) => {
    expect(
      new Sampler(integrator, Float64Array.of(1), error === undefined ? undefined : { error, partitions: 20 }).guess,
    ).toBe(30);
  });
});

describe('the measures that a sampler takes at once', () => {
  /** An integrator of one input that counts the measures it takes in float32, call by call. */
  function counting(atOnce: number): { integrator: Integrator; calls: number[] } {
    const calls: number[] = [];
    const attribute = (measures: readonly Measure[]): Promise<Float64Array[]> =>
      Promise.resolve(measures.map(() => Float64Array.of(1)));
    const compareSingle = (): Comparison => ({
      atOnce,
      deviations: (mixtures) => {
        calls.push(mixtures.length);
        return Promise.resolve(mixtures.map(({ shares }) => shares.map(() => 0)));
      },
    });
    return { integrator: { attribute, totals: () => Promise.resolve([]), compareSingle }, calls };
  }

  it('leaves room for the exact measure in the first call', async () => {
    const { integrator, calls } = counting(5);
    const sampler = new Sampler(integrator, Float64Array.of(1));
    expect(sampler.atOnce).toBe(4);
    await sampler.errors([right, left, gauss].map((rule) => ({ rule, partitions: 5 })));
    expect(sampler.atOnce).toBe(5);
    await sampler.errors([{ rule: trapezoid, partitions: 5 }]);
    // Left 5, which is right 5 too, gauss 5 and the exact measure; then left 5, which is trapezoid 5 too.
    expect(calls).toEqual([3, 1]);
  });
});

describe('the totals of the sweep', () => {
  it('are the sums of the attributions', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const { integrator } = await exactOf(seed);
        const measures = rules.map((rule) => rule.measure(7));
        const totals = await integrator.totals(measures);
        const attributions = await integrator.attribute(measures);
        attributions.forEach((of, m) => {
          const l1 = of.reduce((sum, a) => sum + Math.abs(a), 1e-3);
          expect(Math.abs(totals[m] - of.reduce((sum, a) => sum + a, 0)) / l1).toBeLessThan(1e-9);
        });
      }),
      runs,
    );
  });
});

describe('mTilde', () => {
  it('stops at the first number of partitions from 20 on whose sum is within 1 %', async () => {
    // With n = 20 the nodes 5/20, ..., 19/20 see x0 active and 10/20, ..., 19/20 see x1 active: 15/20 - 10/20 = 1/4.
    const { integrator, outputDifference } = await exactIntegratedGradients(twoHinges(), {
      baseline: Float64Array.of(0, 0),
      input: Float64Array.of(1, 1),
      target: 0,
    });
    expect(await mTilde(integrator, outputDifference)).toBe(20);
  });

  it('goes on to later batches, and gives up after 1000', async () => {
    const reaching = (least: number): Integrator => ({
      attribute: (measures) => Promise.resolve(measures.map(() => Float64Array.of(1))),
      totals: (measures) => Promise.resolve(measures.map(({ nodes }) => (nodes.length >= least ? 1 : 2))),
    });
    expect(await mTilde(reaching(500), 1)).toBe(500);
    expect(await mTilde(reaching(1000), 1)).toBe(1000);
    expect(await mTilde(reaching(1001), 1)).toBeUndefined();
  });
});

/**
 * Errors that are below 5 % just for the numbers of partitions that a predicate accepts.
 *
 * @param atOnce how many measures it takes together
 */
function fakeSampler(
  hits: (rule: Rule, n: number) => boolean,
  atOnce = 7,
  guess = 30,
): { sampler: SampledErrors; probed: Set<string> } {
  const probed = new Set<string>();
  const sampler = {
    errors: (samplings: readonly Sampling[]) =>
      Promise.resolve(
        samplings.map(({ rule, partitions }) => {
          probed.add(`${rule.name} ${partitions}`);
          return hits(rule, partitions) ? 0 : 1;
        }),
      ),
    atOnce,
    guess,
  };
  return { sampler, probed };
}

/** Searches with errors of `first / n`. */
async function searchFalling(
  first: number,
  sampler: Pick<SampledErrors, 'atOnce' | 'guess'>,
): Promise<{ found: number | undefined; probed: number[] }> {
  const probed: number[] = [];
  const errors = (samplings: readonly Sampling[]): Promise<number[]> => {
    probed.push(...samplings.map(({ partitions }) => partitions));
    return Promise.resolve(samplings.map(({ partitions }) => first / partitions));
  };
  const found = (await partitionsToTolerance({ ...sampler, errors }, [gauss])).get(gauss);
  return { found, probed };
}

/** The definition, word for word. */
function smallestByDefinition(hits: (n: number) => boolean): number | undefined {
  for (let n = 1; n + 4 <= 1005; n++) if ([0, 1, 2, 3, 4].every((i) => hits(n + i))) return n;
  return undefined;
}

describe('partitionsToTolerance', () => {
  it('finds the smallest n that starts five hits in a row, for any pattern of hits', async () => {
    const pattern = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        pattern,
        fc.boolean(),
        fc.constantFrom(1, 4, 15, 1000),
        fc.constantFrom(1e-3, 30, 1e6),
        async (lengths, first, atOnce, guess) => {
          // Runs of hits and misses of these lengths, in turn; misses to the end.
          const table: boolean[] = [];
          lengths.forEach((length, i) => table.push(...new Array<boolean>(length).fill((i % 2 === 0) === first)));
          const hits = (n: number): boolean => table[n - 1] ?? false;
          const { sampler } = fakeSampler((_, n) => hits(n), atOnce, guess);
          const found = await partitionsToTolerance(sampler, [left]);
          expect(found.get(left)).toBe(smallestByDefinition(hits));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('looks up to n + 4 = 1005 and no further', async () => {
    for (const [start, expected] of [
      [1001, 1001],
      [1002, undefined],
    ] as const) {
      const { sampler, probed } = fakeSampler((_, n) => n >= start, 1000);
      expect((await partitionsToTolerance(sampler, [gauss])).get(gauss)).toBe(expected);
      expect(probed.has('gauss 1006')).toBe(false);
    }
  });

  it.each([1, 4, 15])('looks at few numbers where errors fall as expected, %d at a time', async (atOnce) => {
    // Twenty misses rule out all starts before 101, and five hits confirm it.
    const { found, probed } = await searchFalling(5.02, { atOnce, guess: 30 });
    expect(found).toBe(101);
    expect(probed.length).toBeLessThanOrEqual(28 + 2 * atOnce);
    expect(new Set(probed).size).toBe(probed.length);
  });

  it('looks at fewer with a better guess', async () => {
    const [usual, better] = await Promise.all([30, 8].map((guess) => searchFalling(0.42, { atOnce: 4, guess })));
    expect([usual.found, better.found]).toEqual([9, 9]);
    expect(better.probed.length).toBeLessThan(usual.probed.length);
  });

  it('takes rules that share nodes together', async () => {
    const calls: string[][] = [];
    const errors = (samplings: readonly Sampling[]): Promise<number[]> => {
      calls.push(samplings.map(({ rule, partitions }) => `${rule.name} ${partitions}`));
      return Promise.resolve(samplings.map(({ partitions }) => 1 / partitions));
    };
    await partitionsToTolerance({ errors, atOnce: 1, guess: 30 }, [left, right, trapezoid, gauss]);
    // Three rules depend on the nodes of the left rule, so that these are looked at first.
    expect(calls[0]).toEqual(['left 5', 'right 5', 'trapezoid 5']);
  });

  it('searches each rule on its own', async () => {
    const { sampler } = fakeSampler((rule, n) => n >= (rule === left ? 40 : 13));
    const found = await partitionsToTolerance(sampler, [left, trapezoid]);
    expect([...found.values()]).toEqual([40, 13]);
  });

  it('ends when a rule is given twice', async () => {
    const { sampler } = fakeSampler((_, n) => n >= 13);
    expect([...(await partitionsToTolerance(sampler, [left, left]))]).toEqual([[left, 13]]);
  });
});

describe('publishedPartitions', () => {
  it('can be too high: of a run from 13 the probes 16, 11, 12, 13 ... see five in a row', async () => {
    const { sampler } = fakeSampler((_, n) => n >= 13);
    // n = 1, 6, 11 miss, 16 hits; back to 11, which misses: 21; back to 16, then on to 20: 16 ... 20 are five in a row.
    expect((await publishedPartitions(sampler, [left])).get(left)).toBe(16);
  });

  it('passes over the rule listed after one that is done', async () => {
    const { sampler, probed } = fakeSampler(() => true);
    // All hit from n = 1: left is done at n = 6 and right is passed over there, so it is probed at 6 and done at 7.
    await publishedPartitions(sampler, [left, right]);
    expect(probed.has('right 6')).toBe(true);
    expect(probed.has('left 6')).toBe(false);
  });

  it('uses the published Simpson weights, which do not sum to 1 for odd n', async () => {
    const sums: number[] = [];
    const sampler = {
      atOnce: 5,
      guess: 30,
      errors: (samplings: readonly Sampling[]) => {
        samplings.forEach(({ rule, partitions }) =>
          sums.push(rule.measure(partitions).weights.reduce((a, b) => a + b)),
        );
        return Promise.resolve(samplings.map(() => 0));
      },
    };
    await publishedPartitions(sampler, [simpson]);
    // n = 1, ..., 5: 1.25, 1, 0.667, 1, 0.8
    expect(sums).toEqual([1.25, 1, 2 / 3, 1, 0.8].map((sum): unknown => expect.closeTo(sum, 12)));
  });
});
