import type { Comparison } from '../../line/index.ts';
import { left, right, trapezoid, type Measure, type Rule } from '../../quadrature/index.ts';
import type { Deviations, Integrator } from '../integrator.ts';
import { comparedWith, deviation } from './relativeError.ts';

/** A rule with a number of partitions. */
export interface Sampling {
  readonly rule: Rule;
  readonly partitions: number;
}

/** What lies between the gradients at both ends of the line, as an integral. */
const betweenEnds: Measure = { density: 0, nodes: Float64Array.of(0, 1), weights: Float64Array.of(-1, 1) };

/**
 * Relative errors of sampled integrated gradients by many rules at once. Left, right and trapezoid with the same n share all
 * their nodes: with `e` the difference of the gradients at both ends of the line, times delta,
 * `right = left + e / n` and `trapezoid = left + e / 2n`, so that only the left rule is integrated.
 */
export async function samplingErrors(samplings: readonly Sampling[], deviations: Deviations): Promise<number[]> {
  const mixtures = new Map<string, { measure: Measure; shares: number[] }>();
  const places = samplings.map((sampling) => {
    const key = keyOf(sampling);
    const { rule, partitions } = sampling;
    const mixture = mixtures.get(key) ?? { measure: asIntegrated(rule).measure(partitions), shares: [] };
    mixtures.set(key, mixture);
    return { key, row: mixture.shares.push(shareOfEnds(rule) / partitions) - 1 };
  });
  const found = await deviations([...mixtures.values()]);
  const byKey = new Map([...mixtures.keys()].map((key, i) => [key, found[i]]));
  return places.map(({ key, row }) => byKey.get(key)?.[row] ?? NaN);
}

/** What samplings along a line are compared with. */
export async function comparisonOf(integrator: Integrator, exact: Float64Array): Promise<Comparison> {
  const [difference] = await integrator.attribute([betweenEnds]);
  return comparedWith(exact, difference);
}

/** Deviations from attributions in float64. */
export function inFloat64(integrator: Integrator, comparison: Comparison): Deviations {
  return async (mixtures) => {
    const attributions = await integrator.attribute(mixtures.map(({ measure }) => measure));
    return mixtures.map(({ shares }, i) => shares.map((share) => deviation(attributions[i], share, comparison)));
  };
}

/** How much of the difference of the ends, over n, is added to the left rule. */
function shareOfEnds(rule: Rule): number {
  return rule === right ? 1 : rule === trapezoid ? 0.5 : 0;
}

/** The rule whose measure is integrated for another. */
export function asIntegrated(rule: Rule): Rule {
  return shareOfEnds(rule) === 0 ? rule : left;
}

/** Names the measure that is integrated for a sampling. */
function keyOf({ rule, partitions }: Sampling): string {
  return `${asIntegrated(rule).name} ${partitions}`;
}
