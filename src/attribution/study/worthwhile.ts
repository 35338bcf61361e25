import { asIntegrated, type Sampling } from './samplings.ts';
import { inARow, lastStart, type Search } from './search.ts';

/** So many starts are looked ahead. */
const horizon = 50;

/** As many measures as are wanted, with all samplings that come with them: each time the one on which most depends. */
export function mostWorthwhile(searches: readonly Search[], measures: number): Sampling[] {
  const outlooks = new Map<string, Outlook[]>();
  for (const search of searches) {
    const { name } = asIntegrated(search.rule);
    outlooks.set(name, [...(outlooks.get(name) ?? []), new Outlook(search)]);
  }
  const families = [...outlooks.values()].map((sharing) => new Family(sharing));
  const chosen: Sampling[] = [];
  for (let i = 0; i < measures; i++) {
    const best = families.reduce((first, family) => (family.most > first.most ? family : first));
    if (best.most === 0) break;
    chosen.push(...best.take());
  }
  return chosen;
}

/** Rules that share nodes, so that one measure serves all of them. */
class Family {
  readonly #outlooks: readonly Outlook[];
  readonly #first: number;
  /** Of the numbers of partitions from the first on what depends on each. */
  readonly #worths: Float64Array;
  #best = 0;

  constructor(outlooks: readonly Outlook[]) {
    this.#outlooks = outlooks;
    this.#first = Math.min(...outlooks.map(({ first }) => first));
    this.#worths = new Float64Array(Math.max(...outlooks.map(({ end }) => end)) - this.#first);
    this.#weigh(0, this.#worths.length);
  }

  /** How much depends on the number of partitions on which most does. */
  get most(): number {
    return this.#worths[this.#best];
  }

  /** Takes that number of partitions. */
  take(): Sampling[] {
    const best = this.#best;
    const partitions = this.#first + best;
    for (const outlook of this.#outlooks) outlook.take(partitions);
    this.#weigh(Math.max(0, best + 1 - inARow), Math.min(this.#worths.length, best + inARow));
    return this.#outlooks.map(({ rule }) => ({ rule, partitions }));
  }

  #weigh(begin: number, end: number): void {
    for (let i = begin; i < end; i++)
      this.#worths[i] = this.#outlooks.reduce((sum, outlook) => sum + outlook.worth(this.#first + i), 0);
    this.#best = this.#worths.reduce((best, worth, i) => (worth > this.#worths[best] ? i : best), 0);
  }
}

/** What is expected of a search: of the next starts the chances that they matter. */
class Outlook {
  readonly rule: Search['rule'];
  /** Numbers of partitions from the first that matters to the end. */
  readonly first: number;
  readonly end: number;
  /** Per number of partitions the chance that it misses, and 1 if nobody looks at it. */
  readonly #misses: Float64Array;
  readonly #isOpen: Uint8Array;
  /**
   * Per start the chances that all smaller ones are ruled out, that its run hits, and that what is looked at does not
   * rule it out.
   */
  readonly #reached: Float64Array;
  readonly #hits: Float64Array;
  readonly #left: Float64Array;

  constructor(search: Search) {
    const starts = Math.min(horizon, lastStart + 1 - search.start);
    const numbers = starts + inARow - 1;
    this.rule = search.rule;
    this.first = search.start;
    this.end = search.start + numbers;
    this.#misses = new Float64Array(numbers);
    this.#isOpen = new Uint8Array(numbers);
    const chanceOfMiss = search.chanceOfMiss();
    for (let at = 0; at < numbers; at++) {
      this.#misses[at] = chanceOfMiss(this.first + at);
      this.#isOpen[at] = Number(search.hits(this.first + at) === undefined);
    }
    this.#reached = new Float64Array(starts);
    this.#hits = new Float64Array(starts).fill(1);
    this.#left = new Float64Array(starts).fill(1);
    let reached = 1;
    for (let start = 0; start < starts; start++) {
      for (let at = start; at < start + inARow; at++) {
        this.#hits[start] *= 1 - this.#misses[at];
        if (this.#isOpen[at] === 0 && this.#misses[at] > 0) this.#left[start] = 0;
      }
      this.#reached[start] = reached;
      reached *= 1 - this.#hits[start];
    }
  }

  /**
   * How many starts a number of partitions is expected to rule out, or to be needed for as one of the run that is
   * found.
   */
  worth(partitions: number): number {
    const at = partitions - this.first;
    if (this.#isOpen[at] === 0) return 0;
    let worth = 0;
    for (let start = Math.max(0, at + 1 - inARow); start <= Math.min(at, this.#left.length - 1); start++) {
      worth += this.#reached[start] * (this.#left[start] * this.#misses[at] + this.#hits[start]);
    }
    return worth;
  }

  /** It will be looked at. */
  take(partitions: number): void {
    const at = partitions - this.first;
    if (this.#isOpen[at] === 0) return;
    this.#isOpen[at] = 0;
    for (let start = Math.max(0, at + 1 - inARow); start <= Math.min(at, this.#left.length - 1); start++)
      this.#left[start] *= 1 - this.#misses[at];
  }
}
