import { left, pointMass, right, trapezoid, type Measure, type Rule } from '../../quadrature/index.ts';
import type { Integrator } from '../integrator.ts';

/** A rule with a number of partitions. */
export interface Sampling {
  readonly rule: Rule;
  readonly partitions: number;
}

/** Where sampled attributions come from. */
export interface SampledAttributions {
  /** Attributions for each sampling. */
  attribute(samplings: readonly Sampling[]): Promise<Float64Array[]>;
}

/**
 * Sampled integrated gradients by many rules at once. Left, right and trapezoid with the same n share all
 * their nodes: with `e` the difference of the gradients at both ends of the line, times delta,
 * `right = left + e / n` and `trapezoid = left + e / 2n`, so that only the left rule is integrated.
 */
export class Sampler implements SampledAttributions {
  readonly #integrator: Integrator;
  #ends: Promise<Float64Array> | undefined;

  constructor(integrator: Integrator) {
    this.#integrator = integrator;
  }

  async attribute(samplings: readonly Sampling[]): Promise<Float64Array[]> {
    const measures = new Map<string, Measure>();
    for (const sampling of samplings) {
      const { rule, partitions } = asIntegrated(sampling);
      measures.set(keyOf({ rule, partitions }), rule.measure(partitions));
    }
    const integrated = await this.#integrator.attribute([...measures.values()]);
    const found = new Map([...measures.keys()].map((key, i) => [key, integrated[i]]));
    return Promise.all(samplings.map((sampling) => this.#derive(sampling, found)));
  }

  async #derive(sampling: Sampling, found: ReadonlyMap<string, Float64Array>): Promise<Float64Array> {
    const base = found.get(keyOf(asIntegrated(sampling)));
    if (base === undefined) throw new Error(`${keyOf(sampling)} was not integrated`);
    const share = shareOfEnds(sampling.rule);
    if (share === 0) return base;
    const ends = await this.#endDifference();
    return base.map((attribution, i) => attribution + (share / sampling.partitions) * ends[i]);
  }

  /** Attributions by the gradient at alpha = 1 less those by the gradient at alpha = 0. */
  #endDifference(): Promise<Float64Array> {
    this.#ends ??= this.#integrator
      .attribute([pointMass(0), pointMass(1)])
      .then(([first, last]) => last.map((attribution, i) => attribution - first[i]));
    return this.#ends;
  }
}

/** How much of the difference of the ends, over n, is added to the left rule. */
function shareOfEnds(rule: Rule): number {
  return rule === right ? 1 : rule === trapezoid ? 0.5 : 0;
}

function asIntegrated({ rule, partitions }: Sampling): Sampling {
  return { rule: shareOfEnds(rule) === 0 ? rule : left, partitions };
}

function keyOf({ rule, partitions }: Sampling): string {
  return `${rule.name} ${partitions}`;
}
