import type { NodePath, Workspace } from '../../line/index.ts';
import { Frontier } from './frontier.ts';
import type { Head } from './head.ts';
import { RegionIntegral } from './regionIntegral.ts';

/**
 * The integrals of `dH/dz_j` over one region after the other, for each unit j of the frontier. On a region the frontier is
 * straight, so that they are integrals of smooth functions.
 */
export class Masses {
  readonly #integral: RegionIntegral;
  readonly #frontier: Frontier;

  /** @param path the frontier along the line */
  constructor(head: Head, path: NodePath, workspace: Workspace) {
    this.#frontier = new Frontier(path, workspace);
    this.#integral = new RegionIntegral(head.evaluation(workspace), this.#frontier, workspace);
  }

  /** Over the next region, which has no kink inside; they last until the next call. */
  over(begin: number, end: number): Float64Array {
    this.#frontier.runTo(begin);
    return this.#integral.over(end - begin);
  }
}
