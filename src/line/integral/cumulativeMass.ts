import { densityBefore, sameAlpha, type Measure } from '../../quadrature/index.ts';
import { plainWorkspace, type Kernels, type Workspace } from '../kernels/index.ts';
import { recorded, type Numbers, type PointMasses } from '../memory/index.ts';

/**
 * The masses of [0, alpha) of several measures, a lane each, for alphas that never decrease from one to the next. A
 * point mass at alpha itself is not in it yet: a node on a breakpoint belongs to the region on its right.
 */
export class CumulativeMass {
  readonly #points: PointMasses;
  readonly #densities: readonly { readonly lane: number; readonly before: (alpha: number) => number }[];
  readonly #kernels: Kernels;

  /**
   * @param lanes that are written for each alpha, as many as there are measures or more
   */
  constructor(measures: readonly Measure[], lanes = measures.length, workspace: Workspace = plainWorkspace) {
    this.#kernels = workspace.kernels;
    this.#densities = measures.flatMap(({ density }, lane) =>
      density === 0 ? [] : [{ lane, before: densityBefore(density) }],
    );
    const count = measures.reduce((sum, { nodes }) => sum + nodes.length + 1, 0);
    this.#points = recorded(workspace, 'PointMasses', {
      measures: measures.length,
      lanes,
      nodes: workspace.float64(count),
      weights: workspace.float64(count),
      next: workspace.int32(measures.length),
      passed: workspace.float64(measures.length),
    });
    const { nodes, weights, next } = this.#points;
    let at = 0;
    measures.forEach((measure, m) => {
      next[m] = at;
      nodes.set(measure.nodes, at);
      weights.set(measure.weights, at);
      at += measure.nodes.length;
      nodes[at++] = Infinity;
    });
  }

  /**
   * Writes the masses before the alphas `begin .. end`, side by side for each alpha; all arrays are in the workspace.
   */
  write(into: Numbers, alphas: Float64Array, begin: number, end: number): void {
    this.#kernels.weigh(this.#points, alphas, begin, end, sameAlpha, into);
    for (const { lane, before } of this.#densities) {
      for (let i = begin, at = lane; i < end; i++, at += this.#points.lanes) into[at] += before(alphas[i]);
    }
  }
}
