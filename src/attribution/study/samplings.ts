import { left, pointMass, right, trapezoid, type Measure, type Rule } from '../../quadrature/index.ts';
import { relativeError } from './relativeError.ts';

/** A rule with a number of partitions. */
export interface Sampling {
  readonly rule: Rule;
  readonly partitions: number;
}

type Measures = ReadonlyMap<string, () => Measure>;

/** The gradients at both ends of the line, times delta, by the keys of their measures. */
const ends = ['first', 'last'] as const;
const measuresOfEnds: Measures = new Map(ends.map((end, alpha) => [end, () => pointMass(alpha)]));

/**
 * Errors of sampled integrated gradients by many rules at once. Left, right and trapezoid with the same n share all
 * their nodes: with `e` the difference of the gradients at both ends of the line, times delta,
 * `right = left + e / n` and `trapezoid = left + e / 2n`, so that only the left rule is integrated.
 */
export class Samplings {
  readonly #integrate: (measures: readonly Measure[]) => Promise<Float64Array[]>;
  readonly #exact: Float64Array;
  /** What is integrated with the first samplings, and kept. */
  readonly #always: Measures;
  readonly #kept = new Map<string, Float64Array>();
  /** For attributions that are derived, one after the other. */
  readonly #room: Float64Array;

  /** @param exact attributions; @param besides what else is integrated with the first samplings, by keys of its own */
  constructor(integrate: (measures: readonly Measure[]) => Promise<Float64Array[]>, exact: Float64Array, besides: Measures = new Map()) {
    this.#integrate = integrate;
    this.#exact = exact;
    this.#always = new Map([...measuresOfEnds, ...besides]);
    this.#room = new Float64Array(exact.length);
  }

  /** The measures that are to be integrated for samplings. */
  missing(samplings: readonly Sampling[]): Map<string, () => Measure> {
    const measures = new Map(samplings.length === 0 ? [] : this.#always);
    for (const sampling of samplings) measures.set(keyOf(sampling), () => asIntegrated(sampling.rule).measure(sampling.partitions));
    for (const key of this.#kept.keys()) measures.delete(key);
    return measures;
  }

  /** The relative error of each sampling. */
  async errors(samplings: readonly Sampling[]): Promise<number[]> {
    const measures = this.missing(samplings);
    const integrated = await this.#integrate([...measures.values()].map((measure) => measure()));
    const found = new Map([...measures.keys()].map((key, i) => [key, integrated[i]]));
    for (const key of this.#always.keys()) {
      const attributions = found.get(key);
      if (attributions) this.#kept.set(key, attributions);
    }
    return samplings.map((sampling) => relativeError(this.#derived(sampling, found), this.#exact));
  }

  /** The relative error of what is integrated with the first samplings. */
  errorOf(key: string): number {
    return relativeError(attributionsOf(key, this.#kept), this.#exact);
  }

  #derived(sampling: Sampling, found: ReadonlyMap<string, Float64Array>): Float64Array {
    const base = attributionsOf(keyOf(sampling), found);
    const share = shareOfEnds(sampling.rule) / sampling.partitions;
    if (share === 0) return base;
    const [first, last] = ends.map((end) => attributionsOf(end, this.#kept));
    const derived = this.#room;
    for (let i = 0; i < derived.length; i++) derived[i] = base[i] + share * (last[i] - first[i]);
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
export function keyOf({ rule, partitions }: Sampling): string {
  return `${asIntegrated(rule).name} ${partitions}`;
}
