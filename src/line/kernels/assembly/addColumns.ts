/** Columns of a matrix that are added up. */

import { Entries, Matrix, Runs } from './records';
import { addColumn, addFourColumns, addTile } from './tiles';

/** Marks the runs of `length` entries from `start` on. */
function markRuns(sums: Runs, start: i32, length: i32): void {
  const width = sums.width;
  const marked = sums.marked;
  const touched = sums.touched;
  let known = sums.count;
  for (let run = start / width, last = (start + length - 1) / width; run <= last; run++) {
    if (load<i32>(marked + (run << 2)) != 0) continue;
    store<i32>(marked + (run << 2), 1);
    store<i32>(touched + (known++ << 2), run);
  }
  sums.count = known;
}

/** Where the entries from one on end that are of the group of so many columns from `first` on. */
@inline
export function groupEnd(units: usize, from: i32, count: i32, first: i32, columns: i32): i32 {
  let to = from;
  for (; to < count; to++) {
    const unit = load<i32>(units + (to << 2));
    if (unit < first || unit >= first + columns) break;
  }
  return to;
}

/** `sums += M x` for a sparse `x`: the entries `begin .. end`. */
export function addColumns(matrix: Matrix, entries: Entries, begin: i32, end: i32, sums: Runs): void {
  addEntries(matrix, entries.units + (begin << 2), entries.changes + (begin << 3), end - begin, sums);
}

/**
 * The same for so many entries, which are at `units` and `changes`. Those of one group of columns that follow each
 * other meet their tiles together. Where only selected rows are kept, these are in runs of some lengths that all
 * columns of a group share; where all rows are, there are no lengths.
 */
export function addEntries(matrix: Matrix, units: usize, changes: usize, count: i32, sums: Runs): void {
  const pointers = matrix.pointers;
  const starts = matrix.starts;
  const lengths = matrix.lengths;
  const offsets = matrix.offsets;
  const weights = matrix.weights;
  const tileRows = matrix.tileRows;
  const tileColumns = matrix.tileColumns;
  const values = sums.values;
  let to = 0;
  for (let from = 0; from < count; from = to) {
    const group = load<i32>(units + (from << 2)) / tileColumns;
    const first = group * tileColumns;
    to = groupEnd(units, from + 1, count, first, tileColumns);
    const last = load<i32>(pointers + (group << 2), 4);
    let done: usize = weights;
    for (let run = load<i32>(pointers + (group << 2)); run < last; run++) {
      const start = load<i32>(starts + (run << 2));
      const rows = lengths == 0 ? tileRows : load<i32>(lengths + (run << 2));
      const y = values + (<usize>start << 3);
      markRuns(sums, start, rows);
      if (lengths == 0) {
        const offset = load<i32>(offsets + (run << 2)) - first * tileRows;
        addTile(y, weights + (offset << 3), rows, units + (from << 2), changes + (from << 3), to - from);
      } else {
        addRows(y, <usize>rows << 3, done, offsets, units + (from << 2), changes + (from << 3), to - from);
        done += <usize>rows << 3;
      }
    }
  }
}

/** `y += sum over e < count of changes[e] * weights[offsets[units[e]] ..]`, for so many bytes of numbers. */
function addRows(y: usize, bytes: usize, weights: usize, offsets: usize, units: usize, changes: usize, count: i32): void {
  let e = 0;
  for (; e + 4 <= count; e += 4) {
    const i = weightsAt(weights, offsets, units + (e << 2));
    const j = weightsAt(weights, offsets, units + (e << 2) + 4);
    const k = weightsAt(weights, offsets, units + (e << 2) + 8);
    const l = weightsAt(weights, offsets, units + (e << 2) + 12);
    addFourColumns(y, bytes, changes + (e << 3), i, j, k, l);
  }
  for (; e < count; e++) addColumn(y, bytes, changes + (e << 3), weightsAt(weights, offsets, units + (e << 2)));
}

/** Where the weights of a unit's column are. */
@inline
function weightsAt(weights: usize, offsets: usize, unit: usize): usize {
  return weights + (<usize>load<i32>(offsets + (load<i32>(unit) << 2)) << 3);
}
