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
  /** The samplings that are needed, then those of the wished for, the first before others, that cost nothing besides. */
  withFree(needed: readonly Sampling[], wished: readonly Sampling[]): Sampling[];
}

/** The gradients at both ends of the line, times delta, by the keys of their measures. */
const ends = [
  ['first', () => pointMass(0)],
  ['last', () => pointMass(1)],
] as const;

/**
 * Sampled integrated gradients by many rules at once. Left, right and trapezoid with the same n share all
 * their nodes: with `e` the difference of the gradients at both ends of the line, times delta,
 * `right = left + e / n` and `trapezoid = left + e / 2n`, so that only the left rule is integrated.
 */
export class Sampler implements SampledAttributions {
  readonly #integrator: Integrator;
  /** What is integrated together with whatever is asked for first, and kept. */
  readonly #expected: readonly Sampling[];
  readonly #kept = new Map<string, Float64Array>();

  /** @param expected samplings that will be asked for besides others */
  constructor(integrator: Integrator, expected: readonly Sampling[] = []) {
    this.#integrator = integrator;
    this.#expected = expected;
  }

  async attribute(samplings: readonly Sampling[]): Promise<Float64Array[]> {
    const measures = this.#missing(samplings);
    const integrated = await this.#integrator.attribute([...measures.values()].map((measure) => measure()));
    const found = new Map([...this.#kept, ...[...measures.keys()].map((key, i) => [key, integrated[i]] as const)]);
    this.#keep(found);
    return samplings.map((sampling) => this.#derive(sampling, found));
  }

  withFree(needed: readonly Sampling[], wished: readonly Sampling[]): Sampling[] {
    const keys = new Set(this.#missing(needed).keys());
    const { atOnce } = this.#integrator;
    const room = Math.ceil(keys.size / atOnce) * atOnce;
    const free = wished.filter((sampling) => {
      const key = keyOf(sampling);
      if (keys.size < room) keys.add(key);
      return keys.has(key);
    });
    return [...needed, ...free];
  }

  /** The measures that are to be integrated for samplings. */
  #missing(samplings: readonly Sampling[]): Map<string, () => Measure> {
    const measures = new Map<string, () => Measure>(samplings.some(({ rule }) => shareOfEnds(rule) > 0) ? ends : []);
    for (const sampling of [...this.#expected, ...samplings]) measures.set(keyOf(sampling), () => asIntegrated(sampling.rule).measure(sampling.partitions));
    for (const key of this.#kept.keys()) measures.delete(key);
    return measures;
  }

  #keep(found: ReadonlyMap<string, Float64Array>): void {
    for (const key of [...this.#expected.map(keyOf), ...ends.map(([key]) => key)]) {
      const attributions = found.get(key);
      if (attributions) this.#kept.set(key, attributions);
    }
  }

  #derive({ rule, partitions }: Sampling, found: ReadonlyMap<string, Float64Array>): Float64Array {
    const base = attributionsOf(keyOf({ rule, partitions }), found);
    const share = shareOfEnds(rule) / partitions;
    if (share === 0) return base;
    const [first, last] = ends.map(([key]) => attributionsOf(key, found));
    const derived = base.slice();
    for (let i = 0; i < derived.length; i++) derived[i] += share * (last[i] - first[i]);
    return derived;
  }
}

function attributionsOf(key: string, found: ReadonlyMap<string, Float64Array>): Float64Array {
  const attributions = found.get(key);
  if (attributions === undefined) throw new Error(`${key} was not integrated`);
  return attributions;
}

/** How much of the difference of the ends, over n, is added to the left rule. */
function shareOfEnds(rule: Rule): number {
  return rule === right ? 1 : rule === trapezoid ? 0.5 : 0;
}

/** The rule whose measure is integrated for another. */
function asIntegrated(rule: Rule): Rule {
  return shareOfEnds(rule) === 0 ? rule : left;
}

/** Names the measure that is integrated for a sampling. */
function keyOf({ rule, partitions }: Sampling): string {
  return `${asIntegrated(rule).name} ${partitions}`;
}
