import type { Measure } from '../../quadrature/index.ts';
import type { AdjointPath } from '../adjoint/index.ts';
import { theLine } from '../graph/index.ts';
import type { Workspace } from '../kernels/index.ts';
import { Kinks, recorded, type Numbers } from '../memory/index.ts';
import { closeMoments, closePieces, pullToInput } from './endOfLine.ts';
import { lineWalk, type LineWalk } from './lineWalk.ts';
import { MeasureBatch } from './measureBatch.ts';
import type { Precision } from './precision.ts';

const noChanges = new Kinks();

/**
 * What a walk finds for a few measures, in its workspace: for each input the integrals, in the lanes `1 .. measures`.
 */
export interface Integrals<N extends Numbers> {
  readonly numbers: N;
  readonly lanes: number;
  readonly measures: number;
}

/** What a walk finds: for the first measures, as many as there are lanes, for the next, and so on. */
export interface Findings<N extends Numbers> {
  readonly batches: readonly Integrals<N>[];
  /** Per crossing the adjoint of the unit's output there, in the walk's precision. */
  readonly adjoints: Float64Array;
}

/**
 * One walk along the line for all measures. `A_k(alpha)`, the integral of adjoint `a_k` over [0, alpha),
 * is `a_k(alpha) C(alpha) - sum of d C(t)` over the changes d of `a_k` at t, with `C` the measure's mass
 * before an alpha; only the sum is kept for each measure. The first lane has the mass -1 everywhere, so that its sum
 * is the adjoint itself. A unit of a first activation that is in one piece on [s, e] receives the slope of that piece
 * times `W[:, j] . (A(e) - A(s))`.
 */
export class LineIntegrator<N extends Numbers> {
  readonly #walk: LineWalk<N>;
  readonly #batches: readonly MeasureBatch<N>[];
  /** Where the groups of the present portion of changes start, and the masses before them. */
  #starts: Int32Array;
  #masses: N;
  /** The next change of slope. */
  #next = 0;

  constructor(path: AdjointPath, measures: readonly Measure[], precision: Precision<N>, workspace: Workspace) {
    const walk = lineWalk(path, precision, workspace);
    const most = precision.mostLanes - 1;
    const begins = Array.from({ length: Math.ceil(measures.length / most) }, (_, b) => b * most);
    this.#walk = walk;
    this.#batches = begins.map((begin) => new MeasureBatch(walk, measures.slice(begin, begin + most)));
    this.#starts = workspace.int32(1);
    this.#masses = precision.room(workspace, 0);
  }

  /** @param progress told up to which alpha all is integrated */
  run(progress?: (alpha: number) => void): Findings<N> {
    const { path, workspace } = this.#walk;
    const adjoints = new Float64Array(path.restriction.crossings.alphas.length);
    for (const changes of path.changes(workspace, adjoints)) {
      this.#take(changes, changes.alphas[changes.groups - 1]);
      if (changes.groups > 0) progress?.(changes.alphas[changes.groups - 1]);
    }
    this.#take(noChanges, Infinity);
    progress?.(1);
    path.slopeChanges.crossings.forEach((crossing, i) => (adjoints[crossing] = this.#batches[0].adjoints[i]));
    return { batches: this.#batches.map((batch) => this.#close(batch)), adjoints };
  }

  /**
   * Takes a portion of changes, and the changes of slope up to an alpha; those at the alpha of a change come before it.
   */
  #take({ alphas, groups: count, starts, units, changes }: Kinks, until: number): void {
    const { alphas: along, groups, workspace } = this.#walk;
    const begin = this.#next;
    for (let group = 0; this.#next < along.length && along[this.#next] <= until; this.#next++) {
      while (group < count && alphas[group] < along[this.#next]) group++;
      groups[this.#next] = group;
    }
    this.#reserve(count);
    this.#starts.set(starts.subarray(0, count + 1));
    const [from, masses] = [this.#starts, this.#masses];
    const portion = recorded(workspace, 'AdjointChanges', { alphas, count, units, changes, starts: from, masses });
    for (const batch of this.#batches) batch.integrate(portion, begin, this.#next);
  }

  #reserve(groups: number): void {
    if (groups < this.#starts.length) return;
    const { precision, workspace } = this.#walk;
    this.#starts = workspace.int32(2 * groups + 1);
    this.#masses = precision.room(workspace, 2 * groups * precision.mostLanes);
  }

  #close(batch: MeasureBatch<N>): Integrals<N> {
    closeMoments(this.#walk, batch);
    closePieces(this.#walk, batch);
    pullToInput(this.#walk, batch);
    const { integrals, lanes, measures } = batch;
    return { numbers: integrals(theLine), lanes, measures };
  }
}
