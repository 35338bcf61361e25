import type { NodePath } from '../../line/index.ts';
import { Frontier } from './frontier.ts';
import { RegionIntegral, type SmoothFunction } from './regionIntegral.ts';

/**
 * The integrals of `dH/dz_j` over one region after the other, for each unit j of the frontier. On a region the frontier is
 * straight, so that they are integrals of smooth functions.
 */
export class Masses {
  readonly #integral: RegionIntegral;
  readonly #frontier: Frontier;

  /** @param path the frontier along the line */
  constructor(head: SmoothFunction, path: NodePath) {
    this.#frontier = new Frontier(path);
    this.#integral = new RegionIntegral(head, this.#frontier.values);
  }

  /** Over the next region, which has no kink inside; they last until the next call. */
  over(begin: number, end: number): Float64Array {
    this.#frontier.runTo(begin);
    const { values, slopes } = this.#frontier;
    return this.#integral.over(values, slopes, end - begin);
  }
}
