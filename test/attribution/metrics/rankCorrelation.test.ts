import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankCorrelation } from '../../../src/attribution/metrics/index.ts';

const correlation = (a: readonly number[], b: readonly number[]): number | undefined =>
  rankCorrelation(Float64Array.from(a), Float64Array.from(b));

describe('rankCorrelation', () => {
  it('is 1 for the same order, whatever the values, and -1 for the opposite one', () => {
    expect(correlation([1, 2, 3, 4], [-5, 0, 0.1, 900])).toBeCloseTo(1, 14);
    expect(correlation([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 14);
  });

  it('is 1 - 6 sum(d^2) / (n (n^2 - 1)) without equal values', () => {
    // Ranks 1 2 3 4 5 against 2 1 4 3 5: d^2 sums to 4, and 1 - 24 / 120 is 0.8.
    expect(correlation([1, 2, 3, 4, 5], [20, 10, 40, 30, 50])).toBeCloseTo(0.8, 14);
  });

  it('gives equal values the mean of their ranks', () => {
    // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: covariance 4.5 and variances 4.5 and 5, each times 3; 4.5 / sqrt(22.5).
    expect(correlation([0, 7, 7, 9], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(22.5), 14);
  });

  it('does not depend on the order of the elements, equal values included', () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), {
      minLength: 2,
      maxLength: 12,
    });
    fc.assert(
      fc.property(pairs, (elements) => {
        const of = (list: typeof elements): number | undefined =>
          correlation(
            list.map(([a]) => a),
            list.map(([, b]) => b),
          );
        const [there, back] = [of(elements), of([...elements].reverse())];
        if (there === undefined) expect(back).toBeUndefined();
        else expect(back).toBeCloseTo(there, 12);
      }),
    );
  });

  it('refuses what is not finite', () => {
    expect(() => correlation([NaN, 1, 2], [1, 2, 3])).toThrow(
      'The first of two attributions is NaN at index 0; it must be finite.',
    );
    expect(() => correlation([0, 1, 2], [1, 2, Infinity])).toThrow(
      'The second of two attributions is Infinity at index 2',
    );
  });

  it('is undefined where one of them is the same everywhere, and for a single element', () => {
    expect(correlation([1, 2, 3], [5, 5, 5])).toBeUndefined();
    expect(correlation([0, 0], [1, 2])).toBeUndefined();
    expect(correlation([1], [2])).toBeUndefined();
  });

  it('refuses attributions of different lengths', () => {
    expect(() => correlation([1, 2], [1, 2, 3])).toThrow('Attributions of 2 and 3 elements cannot be compared');
  });
});
