import { plainKernels, type Kernels } from '../../src/line/index.ts';
import {
  together,
  type KinkGroups,
  type Kinks,
  type CompactedColumns,
  type UnitState,
} from '../../src/line/memory/index.ts';
import type { TiledMatrix } from '../../src/network/index.ts';

/** What kernels did. */
export interface Work {
  /** Products that were added up, of a weight, or of a change of the adjoint. */
  multiplyAdds: number;
  /** Units that kinks, or changes of the adjoint, met, counted each time. */
  unitsMet: number;
}

/** The plain kernels, and beside them what they have done so far. The other kernels do the same. */
export function countingKernels(): { kernels: Kernels; work: Work } {
  const work = { multiplyAdds: 0, unitsMet: 0 };
  const kernels: Kernels = {
    ...plainKernels,
    name: 'counting',
    addColumns(...columns) {
      const [matrix, { units }, begin, end] = columns;
      work.multiplyAdds += weightsOf(matrix, units, begin, end);
      plainKernels.addColumns(...columns);
    },
    skipStable(...skipping) {
      const [matrix, { count, units }] = skipping;
      // In value, in slope, and in the middle and the width of the bound.
      work.multiplyAdds += 4 * weightsOf(matrix, units, 0, count);
      work.unitsMet += matrix.rows;
      return plainKernels.skipStable(...skipping);
    },
    stepThroughKinks(...stepping) {
      const [, { kinks }, count, { progress }] = stepping;
      const before = stepped(kinks, count, progress);
      const met = plainKernels.stepThroughKinks(...stepping);
      const after = stepped(kinks, count, progress);
      work.multiplyAdds += after.entries - before.entries;
      work.unitsMet += after.groups - before.groups;
      return met;
    },
    integrateSlopeChanges(...integrating) {
      const [matrix, slopeChanges, changes, group, { lanes }] = integrating;
      const next = plainKernels.integrateSlopeChanges(...integrating);
      work.multiplyAdds +=
        lanes *
        (weightsOf(matrix, slopeChanges.columns, slopeChanges.begin, slopeChanges.end) +
          changes.starts[next] -
          changes.starts[group]);
      return next;
    },
    pull(...columns) {
      const [matrix, slopeChanges, count, { lanes }] = columns;
      work.multiplyAdds += lanes * weightsOf(matrix, slopeChanges.columns, 0, count);
      plainKernels.pull(...columns);
    },
    subtractMoments(...groups) {
      const [{ starts }, begin, end, { lanes }] = groups;
      work.multiplyAdds += lanes * (starts[end] - starts[begin]);
      plainKernels.subtractMoments(...groups);
    },
    applyKinks(...[state, source, out]) {
      const before = runsDone(state, source);
      const listed = plainKernels.applyKinks(state, source, out);
      work.unitsMet += state.width * (runsDone(state, source) - before);
      return listed;
    },
    backpropActivation(...changes) {
      const [{ width, count }] = changes;
      work.unitsMet += width * count;
      plainKernels.backpropActivation(...changes);
    },
  };
  return { kernels, work };
}

/** Weights in some columns of a matrix. */
function weightsOf(matrix: TiledMatrix | CompactedColumns, columns: Int32Array, begin: number, end: number): number {
  return columns.subarray(begin, end).reduce((sum, column) => sum + weightsIn(matrix, column), 0);
}

/** Weights in a column. */
function weightsIn(matrix: TiledMatrix | CompactedColumns, column: number): number {
  const group = Math.floor(column / matrix.tileColumns);
  const [first, last] = matrix.pointers.subarray(group, group + 2);
  if ('lengths' in matrix) return matrix.lengths.subarray(first, last).reduce((sum, rows) => sum + rows, 0);
  return matrix.tileRows * (last - first);
}

/** Entries and groups of kinks that units have been stepped through: each unit counts. */
function stepped(
  { starts, groups, size }: Kinks,
  count: number,
  [next, done]: Int32Array,
): { entries: number; groups: number } {
  const before = Math.min(done, count);
  const beside = Math.min(together, count - before);
  return { entries: before * size + beside * starts[next], groups: before * groups + beside * next };
}

/** Runs of kinks that are done in a block. */
function runsDone({ progress }: UnitState, { order, starts }: KinkGroups): number {
  const [next, done] = progress;
  return order.subarray(0, next).reduce((sum, group) => sum + starts[group + 1] - starts[group], done);
}
