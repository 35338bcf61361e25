import { plainKernels, type Kernels } from '../../src/line/index.ts';
import { together, type UnitState } from '../../src/line/kernels/index.ts';
import type { Kinks } from '../../src/line/kinks.ts';
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
      const [matrix, units, , begin, end] = columns;
      for (const unit of units.subarray(begin, end)) work.multiplyAdds += weightsIn(matrix, unit);
      return plainKernels.addColumns(...columns);
    },
    dot(...column) {
      work.multiplyAdds += weightsIn(column[0], column[1]);
      return plainKernels.dot(...column);
    },
    pull(...columns) {
      const [matrix, first, count] = columns;
      for (let column = first; column < first + count; column++) work.multiplyAdds += weightsIn(matrix, column) * together;
      plainKernels.pull(...columns);
    },
    subtractMoments(...changes) {
      const [, , begin, end] = changes;
      work.multiplyAdds += (end - begin) * together;
      plainKernels.subtractMoments(...changes);
    },
    touch(...[state, source, out]) {
      const before = runsDone(state, source);
      const listed = plainKernels.touch(state, source, out);
      work.unitsMet += state.width * (runsDone(state, source) - before);
      return listed;
    },
    gate(...changes) {
      const [{ width, count }] = changes;
      work.unitsMet += width * count;
      plainKernels.gate(...changes);
    },
  };
  return { kernels, work };
}

/** Weights in a column of a matrix. */
function weightsIn({ tileRows, tileColumns, pointers }: TiledMatrix, column: number): number {
  const group = Math.floor(column / tileColumns);
  return tileRows * (pointers[group + 1] - pointers[group]);
}

/** Runs of kinks that are done in a block. */
function runsDone({ progress }: UnitState, { order, starts }: Kinks): number {
  const [next, done] = progress;
  return order.subarray(0, next).reduce((sum, group) => sum + starts[group + 1] - starts[group], done);
}
