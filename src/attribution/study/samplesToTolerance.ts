import type { Rule } from '../../quadrature/index.ts';
import { relativeError } from './relativeError.ts';
import type { SampledAttributions, Sampling } from './sampler.ts';

/** The relative error that is to be undercut. */
export const tolerance = 0.05;
/** So many successive numbers of partitions must undercut it. */
export const inARow = 5;
/** The largest number of partitions that is looked at. */
export const mostPartitions = 1005;
/** Multiples of five that are looked at in one go, before anything is known and at most. */
const firstAhead = 2;
const mostAhead = 8;
/** Of the number of partitions that is expected to do, the part up to which multiples are looked at. */
const caution = 0.9;
/** How far beyond it multiples are looked at where they cost nothing. */
const foresight = 2 * inARow;

/** For each rule the smallest number of partitions, or undefined if none is found. */
export type Partitions = ReadonlyMap<Rule, number | undefined>;

/**
 * For each rule the smallest n such that n, n + 1, ..., n + 4 partitions all have a relative error below
 * 5 %, n + 4 <= 1005. Every run of five holds one multiple of five, and a miss rules out all starts whose run
 * it is in: where all miss, only multiples of five are looked at, the same for all rules, which share nodes. Where they leave room
 * in a walk along the line, what will probably be needed next is looked at too.
 */
export async function partitionsToTolerance(
  sampler: SampledAttributions,
  exact: Float64Array,
  rules: readonly Rule[],
): Promise<Partitions> {
  const searches = rules.map((rule) => new Search(rule));
  for (;;) {
    const needed = searches.flatMap((search) => search.needed());
    if (needed.length === 0) break;
    const samplings = sampler.withFree(needed, inTurn(searches.map((search) => search.wished())));
    const attributions = await sampler.attribute(samplings);
    samplings.forEach(({ rule, partitions }, i) => {
      const error = relativeError(attributions[i], exact);
      for (const search of searches) if (search.rule === rule) search.answer(partitions, error);
    });
  }
  return new Map(searches.map((search) => [search.rule, search.found]));
}

/** The first of each list, then the second of each, and so on. */
function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat();
}

/** The search of one rule for the start of a run of hits. */
class Search {
  /** Every smaller start is ruled out. */
  #start = 1;
  readonly #hits = new Map<number, boolean>();
  /** How many partitions the largest miss lets expect, if the error falls with their number. */
  #expected = (firstAhead * inARow) / caution;
  #largestMiss = 0;

  constructor(readonly rule: Rule) {}

  /** The start if its whole run is known to hit. */
  get found(): number | undefined {
    return this.#exhausted || !this.#run(this.#start).every((n) => this.#hits.get(n) === true) ? undefined : this.#start;
  }

  /** What to look at next; nothing once the search is over. */
  needed(): Sampling[] {
    return this.#samplings((multiple, hit) => (hit ? this.#besides(multiple) : this.#multiplesFrom(multiple, caution * this.#expected)));
  }

  /** What will probably be needed after that, the most probable first. */
  wished(): Sampling[] {
    const needed = new Set(this.needed().map(({ partitions }) => partitions));
    const all = this.#samplings((multiple, hit) => {
      const neighbours = Array.from({ length: inARow - 1 }, (_, i) => [multiple - i - 1, multiple + i + 1]).flat();
      return [...(hit ? [] : this.#multiplesFrom(multiple, this.#expected + foresight)), ...neighbours];
    });
    return all.filter(({ partitions }) => !needed.has(partitions));
  }

  answer(partitions: number, error: number): void {
    this.#hits.set(partitions, error < tolerance);
    if (error >= tolerance && partitions > this.#largestMiss) {
      this.#largestMiss = partitions;
      this.#expected = (partitions * error) / tolerance;
    }
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

  /** Those of the numbers around or from the smallest multiple of five that are not known, of a search that goes on. */
  #samplings(numbers: (multiple: number, hit: boolean) => number[]): Sampling[] {
    if (this.#exhausted || this.found !== undefined) return [];
    const multiple = Math.ceil(this.#start / inARow) * inARow;
    return numbers(multiple, this.#hits.get(multiple) === true)
      .filter((n) => n >= this.#start && n <= mostPartitions && !this.#hits.has(n))
      .map((n) => ({ rule: this.rule, partitions: n }));
  }

  /** The neighbours of the hits around one: a miss there rules out more starts than one farther off. */
  #besides(hit: number): number[] {
    let [below, above] = [hit - 1, hit + 1];
    while (this.#hits.get(below) === true) below--;
    while (this.#hits.get(above) === true) above++;
    return [below, above];
  }

  #multiplesFrom(first: number, last: number): number[] {
    const multiples = Array.from({ length: mostAhead }, (_, i) => first + i * inARow);
    return multiples.filter((n, i) => i === 0 || n <= last);
  }
}
