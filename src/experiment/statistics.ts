import { mean, quantile, standardDeviation } from 'simple-statistics';

/** What the tables say of a sample; without values there are no figures, only the count 0. */
export interface Summary {
  readonly count: number;
  readonly mean?: number;
  /** Of the population: divided by n, not n - 1. */
  readonly standardDeviation?: number;
  readonly median?: number;
  readonly lowerQuartile?: number;
  readonly upperQuartile?: number;
}

/** Summary of a sample. Quantiles interpolate linearly between order statistics (R type 7). */
export function summarize(values: readonly number[]): Summary {
  if (values.length === 0) return { count: 0 };
  const [lowerQuartile, median, upperQuartile] = quantile([...values], [0.25, 0.5, 0.75]);
  return {
    count: values.length,
    mean: mean([...values]),
    standardDeviation: standardDeviation([...values]),
    median,
    lowerQuartile,
    upperQuartile,
  };
}
