/** Columns of a matrix times vectors, in lanes. */

import { singleLanes } from '../../memory/layout';
import { Matrix, SlopeChanges, Vectors } from './records';
import { takeColumn, takeColumn2 } from './takeColumn';
import { takeColumns } from './takeColumns';
import { bytesOf } from './vectors';

/**
 * Adds the products of columns with vectors, times their factors, to the receivers of the first `count` changes of
 * slope.
 */
export function pull(matrix: Matrix, slopeChanges: SlopeChanges, count: i32, vectors: Vectors, into: usize): void {
  const lanes = vectors.lanes;
  const numbers = vectors.numbers + bytesOf(lanes) * vectors.first;
  if (lanes == singleLanes) pullMany<f32>(matrix, slopeChanges, count, numbers, into);
  else if (lanes > 2) pullMany<f64>(matrix, slopeChanges, count, numbers, into);
  else {
    for (let i = 0; i < count; i++) {
      const receiver = into + (<usize>load<i32>(slopeChanges.receivers + (i << 2)) << 4);
      const column = load<i32>(slopeChanges.columns + (i << 2));
      takeColumn2(matrix, column, numbers, slopeChanges.factors + (i << 3), 0, receiver);
    }
  }
}

function pullMany<T>(matrix: Matrix, slopeChanges: SlopeChanges, count: i32, vectors: usize, into: usize): void {
  const columns = slopeChanges.columns;
  const tileColumns = matrix.tileColumns;
  for (let i = 0; i < count; i++) {
    const column = load<i32>(columns + (i << 2));
    const next = i + 1 < count ? load<i32>(columns + (i << 2), 4) : -1;
    if (next >= 0 && next / tileColumns == column / tileColumns) {
      takeColumns<T>(matrix, slopeChanges, i, vectors, into);
      i++;
      continue;
    }
    const receiver = into + (<usize>load<i32>(slopeChanges.receivers + (i << 2)) << 6);
    takeColumn<T>(matrix, column, vectors, slopeChanges.factors + (i << 3), 0, receiver);
  }
}
