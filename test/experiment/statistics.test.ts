import { describe, expect, it } from 'vitest';
import { summarize } from '../../src/experiment/index.ts';

describe('summarize', () => {
  it('gives the count, mean and population standard deviation', () => {
    // Squared deviations from 5: 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32; 32 / 8 = 4.
    const summary = summarize([2, 4, 4, 4, 5, 5, 7, 9]);
    expect(summary).toMatchObject({ count: 8, mean: 5, standardDeviation: 2 });
  });

  it('interpolates quartiles and median linearly between order statistics: R type 7', () => {
    // Positions (n - 1) p = 0.75, 1.5, 2.25 in 1, 2, 4, 8: 1 + 0.75, 2 + 0.5 * 2, 4 + 0.25 * 4.
    const summary = summarize([8, 1, 4, 2]);
    expect(summary).toMatchObject({ lowerQuartile: 1.75, median: 3, upperQuartile: 5 });
  });

  it('has no spread for a single value', () => {
    expect(summarize([3])).toEqual({
      count: 1,
      mean: 3,
      standardDeviation: 0,
      median: 3,
      lowerQuartile: 3,
      upperQuartile: 3,
    });
  });

  it('has only a count without values', () => {
    expect(summarize([])).toEqual({ count: 0 });
  });

  it('leaves the values in their order', () => {
    const values = [3, 1, 2];
    summarize(values);
    expect(values).toEqual([3, 1, 2]);
  });
});
