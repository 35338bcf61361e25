import type { Mixture, Reference } from '../../line/index.ts';
import { left, right, trapezoid, type Measure, type Rule } from '../../quadrature/index.ts';
import type { Comparison, Integrator } from '../integrators/index.ts';
import { deviation, weightsOf } from './relativeError.ts';

/** A rule with a number of partitions. */
export interface Sampling {
  readonly rule: Rule;
  readonly partitions: number;
}

/** What lies between the gradients at both ends of the line, as an integral. */
const betweenEnds: Measure = { density: 0, nodes: Float64Array.of(0, 1), weights: Float64Array.of(-1, 1) };

/**
 * Relative errors of sampled integrated gradients by many rules at once. Left, right and trapezoid with the same n
 * share all their nodes: with `e` the difference of the gradients at both ends of the line, times delta, `right = left
 * + e / n` and `trapezoid = left + e / 2n`, so that only the left rule is integrated.
 *
 * @param comparison with the `relativeTo` exact attributions
 */
export async function samplingErrors(samplings: readonly Sampling[], comparison: Comparison): Promise<number[]> {
  const mixtures = new Map<string, { index: number; measure: Measure; shares: number[] }>();
  const places = samplings.map((sampling) => {
    const key = keyOf(sampling);
    const { rule, partitions } = sampling;
    const mixture = mixtures.get(key) ?? {
      index: mixtures.size,
      measure: asIntegrated(rule).measure(partitions),
      shares: [],
    };
    mixtures.set(key, mixture);
    return { index: mixture.index, row: mixture.shares.push(shareOfEnds(rule) / partitions) - 1 };
  });
  const found = await comparison.deviations([...mixtures.values()]);
  return places.map(({ index, row }) => found[index][row]);
}

/** The reference off which samplings are by their relative errors. */
export function relativeTo(exact: Float64Array): Reference {
  return { integrals: exact, weights: weightsOf(exact), others: betweenEnds };
}

/** A comparison in float64. */
export class DoubleComparison implements Comparison {
  /** The fewer are looked at together, the more is known when the next are chosen; each may cost its own gradients. */
  readonly atOnce = 4;
  readonly #integrator: Integrator;
  readonly #reference: Reference;
  /** From the first attributions on. */
  #others: Float64Array | undefined;

  constructor(integrator: Integrator, reference: Reference) {
    this.#integrator = integrator;
    this.#reference = reference;
  }

  async deviations(mixtures: readonly Mixture[]): Promise<number[][]> {
    if (mixtures.length === 0) return [];
    const measures = mixtures.map(({ measure }) => measure);
    if (this.#others === undefined) measures.push(this.#reference.others);
    const attributions = await this.#integrator.attribute(measures);
    const others = (this.#others ??= attributions[mixtures.length]);
    const { integrals, weights } = this.#reference;
    const mixed = (m: number, share: number): Float64Array =>
      attributions[m].map((attribution, i) => attribution + share * others[i]);
    return mixtures.map(({ shares }, m) => shares.map((share) => deviation(mixed(m, share), integrals, weights)));
  }
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
