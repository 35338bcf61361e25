import type { Rule } from '../quadrature/index.ts';
import { relativeError } from './relativeError.ts';
import type { SampledAttributions, Sampling } from './sampler.ts';

/** The relative error that is to be undercut. */
export const tolerance = 0.05;
/** So many successive numbers of partitions must undercut it. */
export const inARow = 5;
/** The largest number of partitions that is looked at. */
export const mostPartitions = 1005;
/** Probes ahead of the first one that is not decided, to be taken in one go. */
const ahead = 8;

/** For each rule the smallest number of partitions, or undefined if none is found. */
export type Partitions = ReadonlyMap<Rule, number | undefined>;

/**
 * For each rule the smallest n such that n, n + 1, ..., n + 4 partitions all have a relative error below
 * 5 %, n + 4 <= 1005. Five in a row hold a multiple of any stride up to five, so a failure rules out
 * every start whose run it is in: most n are never looked at.
 */
export async function partitionsToTolerance(
  sampler: SampledAttributions,
  exact: Float64Array,
  rules: readonly Rule[],
): Promise<Partitions> {
  const searches = rules.map((rule) => new Search(rule));
  for (;;) {
    const samplings = searches.flatMap((search) => search.probes());
    if (samplings.length === 0) break;
    const attributions = await sampler.attribute(samplings);
    samplings.forEach(({ rule, partitions }, i) => {
      const search = searches[rules.indexOf(rule)];
      search.answer(partitions, relativeError(attributions[i], exact) < tolerance);
    });
  }
  return new Map(searches.map((search) => [search.rule, search.found]));
}

/** The search of one rule for the start of a run of hits. */
class Search {
  /** Every smaller start is ruled out. */
  #start = 1;
  readonly #hits = new Map<number, boolean>();

  constructor(readonly rule: Rule) {}

  /** The start if its whole run is known to hit. */
  get found(): number | undefined {
    return this.#exhausted || this.#openIn(this.#start).length > 0 ? undefined : this.#start;
  }

  /** What to look at next; nothing once the search is over. */
  probes(): Sampling[] {
    if (this.#exhausted) return [];
    const open = this.#openIn(this.#start);
    // A run that has begun to hit is completed; before that, the far ends of successive runs rule out most.
    const begun = open.length < inARow;
    const partitions = begun ? open : this.#farEnds();
    return partitions.map((n) => ({ rule: this.rule, partitions: n }));
  }

  answer(partitions: number, hit: boolean): void {
    this.#hits.set(partitions, hit);
    while (!this.#exhausted) {
      const miss = this.#run(this.#start).findLast((n) => this.#hits.get(n) === false);
      if (miss === undefined) return;
      this.#start = miss + 1;
    }
  }

  get #exhausted(): boolean {
    return this.#start + inARow - 1 > mostPartitions;
  }

  #run(start: number): number[] {
    return Array.from({ length: inARow }, (_, i) => start + i);
  }

  #openIn(start: number): number[] {
    return this.#run(start).filter((n) => !this.#hits.has(n));
  }

  #farEnds(): number[] {
    const ends = Array.from({ length: ahead }, (_, i) => this.#start + inARow - 1 + i * inARow);
    return ends.filter((n) => n <= mostPartitions && !this.#hits.has(n));
  }
}
