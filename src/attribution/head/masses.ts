import type { Restriction, Workspace } from '../../line/index.ts';
import type { Bends } from './bends.ts';
import { Frontier } from './frontier.ts';
import type { Head } from './head.ts';
import { RegionIntegral } from './regionIntegral.ts';
import type { Shortfall } from './shortfall.ts';

/**
 * The integrals of `dH/dz_j` over one region after the other, for each unit j of the frontier. On a region the frontier
 * is straight, so that they are integrals of smooth functions; where units of the head bend it is cut.
 */
export class Masses {
  readonly #integral: RegionIntegral;
  readonly #frontier: Frontier;
  readonly #bends: Bends;
  /** The integrals over a region that is cut. */
  readonly #sums: Float64Array;
  readonly #workspace: Workspace;
  readonly #told: ((alpha: number) => void) | undefined;

  /**
   * @param restriction whose outputs are the frontier
   * @param told up to which alpha all is integrated
   */
  constructor(head: Head, restriction: Restriction, workspace: Workspace, told?: (alpha: number) => void) {
    this.#bends = head.bends();
    this.#frontier = new Frontier(restriction, workspace);
    this.#integral = new RegionIntegral(head.evaluation(workspace), this.#frontier, workspace);
    this.#sums = workspace.float64(this.#frontier.values.length);
    this.#workspace = workspace;
    this.#told = told;
  }

  /** Of the units of the frontier, in the last region. */
  get slopes(): Float64Array {
    return this.#frontier.slopes;
  }

  /** As `Frontier.kinkTimes`, where the last region begins. */
  kinkTimes(alpha: number, numbers: Float64Array): number | undefined {
    return this.#frontier.kinkTimes(alpha, numbers);
  }

  /** What the integrals over all regions so far leave open. */
  get shortfall(): Shortfall {
    const { missed, unlooked } = this.#integral.shortfall;
    return { missed, unlooked: unlooked + this.#bends.unlooked };
  }

  /** Over the next region, which has no kink inside; they last until the next call. */
  over(begin: number, end: number): Float64Array {
    this.#frontier.runTo(begin);
    const { values, slopes } = this.#frontier;
    const changes = this.#bends.along(values, slopes, end - begin);
    if (changes.length === 0) return this.#stretch(begin, end);
    this.#sums.fill(0);
    let last = begin;
    for (const next of [...changes.map((at) => begin + at), end]) {
      if (next <= last) continue;
      this.#frontier.runTo(last);
      const masses = this.#stretch(last, next);
      this.#workspace.kernels.addMultiple(this.#sums, 1, masses, masses.length, this.#sums);
      last = next;
    }
    return this.#sums;
  }

  #stretch(begin: number, end: number): Float64Array {
    return this.#integral.over(end - begin, (done) => this.#told?.(begin + done));
  }
}
