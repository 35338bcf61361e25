import type { Rule } from '../../quadrature/index.ts';
import { tolerance, type SampledErrors } from './sampler.ts';
import type { Sampling } from './samplings.ts';

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
 * it is in: where all miss, only multiples of five are looked at, the same for all rules, which share nodes. What
 * will probably be needed next is looked at too where it costs nothing.
 */
export async function partitionsToTolerance(sampler: SampledErrors, rules: readonly Rule[]): Promise<Partitions> {
  const searches = rules.map((rule) => new Search(rule));
  for (;;) {
    const probes = inTurn(searches.map((search) => search.probes()));
    if (probes.length === 0) break;
    const samplings = sampler.withFree(
      probes.filter(({ needed }) => needed),
      probes.filter(({ needed }) => !needed),
    );
    const errors = await sampler.errors(samplings);
    samplings.forEach(({ rule, partitions }, i) => {
      for (const search of searches) if (search.rule === rule) search.answer(partitions, errors[i]);
    });
  }
  return new Map(searches.map((search) => [search.rule, search.found]));
}

/** A number of partitions that a search looks at: now, or only where it costs nothing. */
interface Probe extends Sampling {
  readonly needed: boolean;
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

  /** What to look at next, and then what will probably be needed after that; nothing once the search is over. */
  probes(): Probe[] {
    if (this.#exhausted || this.found !== undefined) return [];
    const multiple = Math.ceil(this.#start / inARow) * inARow;
    const hit = this.#hits.get(multiple) === true;
    const next = hit ? this.#besides(multiple) : multiplesFrom(multiple, caution * this.#expected).slice(0, mostAhead);
    const later = hit ? [] : multiplesFrom(multiple, this.#expected + foresight);
    return [...new Set([...next, ...later, ...neighbours(multiple)])]
      .filter((n) => n >= this.#start && n <= mostPartitions && !this.#hits.has(n))
      .map((n) => ({ rule: this.rule, partitions: n, needed: next.includes(n) }));
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

  /** The neighbours of the hits around one: a miss there rules out more starts than one farther off. */
  #besides(hit: number): number[] {
    let [below, above] = [hit - 1, hit + 1];
    while (this.#hits.get(below) === true) below--;
    while (this.#hits.get(above) === true) above++;
    return [below, above];
  }
}

/** A multiple of five and those after it up to a number, but not beyond the largest that is looked at. */
function multiplesFrom(first: number, last: number): number[] {
  const multiples = [first];
  for (let n = first + inARow; n <= Math.min(last, mostPartitions); n += inARow) multiples.push(n);
  return multiples;
}

/** All that are in a run with a number, the nearest first. */
function neighbours(of: number): number[] {
  return Array.from({ length: inARow - 1 }, (_, i) => [of - i - 1, of + i + 1]).flat();
}
