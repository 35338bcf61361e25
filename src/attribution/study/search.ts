import type { Rule } from '../../quadrature/index.ts';
import { tolerance } from './sampler.ts';

/** So many successive numbers of partitions must undercut the tolerance. */
export const inARow = 5;
/** The largest number of partitions that is looked at. */
const mostPartitions = 1005;
/** The largest start there may be. */
export const lastStart = mostPartitions + 1 - inARow;
/** So many of the largest numbers that were looked at tell how many will do. */
const recent = 10;
/**
 * How fast the chance of a miss falls with the number of partitions: errors of successive ones differ by a sixth or so.
 */
const steepness = 11;
/** An error counts as at least this part of the tolerance. */
const least = 0.01;

/** The search of one rule for the start of a run of hits. */
export class Search {
  /** Every smaller start is ruled out. */
  #start = 1;
  readonly #errors = new Map<number, number>();
  readonly #guess: number;

  /** @param guess partitions with which the rule undercuts the tolerance, as long as nothing else is known of it */
  constructor(
    readonly rule: Rule,
    guess: number,
  ) {
    this.#guess = guess;
  }

  get start(): number {
    return this.#start;
  }

  /** The start if its whole run is known to hit. */
  get found(): number | undefined {
    for (let n = this.#start; n < this.#start + inARow; n++) if (this.hits(n) !== true) return undefined;
    return this.#start;
  }

  get isOver(): boolean {
    return this.#start > lastStart || this.found !== undefined;
  }

  /** Does a number of partitions undercut the tolerance? Undefined if that is not known. */
  hits(partitions: number): boolean | undefined {
    const error = this.#errors.get(partitions);
    return error === undefined ? undefined : error < tolerance;
  }

  answer(partitions: number, error: number): void {
    this.#errors.set(partitions, error);
    for (let miss = this.#lastMiss(); miss !== undefined; miss = this.#lastMiss()) this.#start = miss + 1;
  }

  /** How likely numbers of partitions miss, if errors fall with these as those of the largest that were looked at. */
  chanceOfMiss(): (partitions: number) => number {
    const known = [...this.#errors]
      .filter(([, error]) => Number.isFinite(error))
      .sort(([n], [m]) => m - n)
      .slice(0, recent);
    const logs = known.map(([n, error]) => Math.log(n * Math.max(least, error / tolerance)));
    const expected = logs.length === 0 ? this.#guess : Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
    return (partitions) => {
      const hits = this.hits(partitions);
      return hits === undefined ? 1 / (1 + (partitions / expected) ** steepness) : Number(!hits);
    };
  }

  /** The last that is known to miss of the run that begins at the start. */
  #lastMiss(): number | undefined {
    for (let n = this.#start + inARow - 1; n >= this.#start; n--) if (this.hits(n) === false) return n;
    return undefined;
  }
}
