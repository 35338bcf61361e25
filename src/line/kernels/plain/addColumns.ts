import { addTile, forEachTile } from '../../../network/index.ts';
import type { CompactedColumns, Entries, Runs } from '../../memory/index.ts';
import type { KernelList } from '../kernelList.ts';

/** Columns of a matrix that are added up. */
export const addColumns: KernelList['addColumns'] = (matrix, entries, begin, end, sums) => {
  if ('lengths' in matrix) {
    addCompactedColumns(matrix, entries, begin, end, sums);
    return;
  }
  const { units, changes } = entries;
  forEachTile(matrix, units, begin, end, (start, offset, from, to) => {
    markRuns(sums, start, matrix.tileRows);
    addTile(sums.values, start, matrix.weights, offset, matrix.tileRows, units, changes, from, to);
  });
};

/** Adds columns of which only selected rows are kept, in runs that all columns of a group share. */
function addCompactedColumns(
  { tileColumns, pointers, starts, lengths, offsets, weights }: CompactedColumns,
  { units, changes }: Entries,
  begin: number,
  end: number,
  sums: Runs,
): void {
  let to: number;
  for (let from = begin; from < end; from = to) {
    const group = Math.floor(units[from] / tileColumns);
    for (to = from + 1; to < end && Math.floor(units[to] / tileColumns) === group;) to++;
    let done = 0;
    for (let run = pointers[group]; run < pointers[group + 1]; run++) {
      markRuns(sums, starts[run], lengths[run]);
      addRows(sums.values, starts[run], lengths[run], weights, (e) => offsets[units[e]] + done, changes, from, to);
      done += lengths[run];
    }
  }
}

/** Marks the runs of so many entries. */
function markRuns(sums: Runs, start: number, length: number): void {
  const { width, marked, touched } = sums;
  const last = Math.floor((start + length - 1) / width);
  for (let run = Math.floor(start / width); run <= last; run++) {
    if (marked[run] !== 0) continue;
    marked[run] = 1;
    touched[sums.count++] = run;
  }
}

/** `values[at + r] += sum of changes[e] * weights[place(e) + r]`, in the order of `addTile`. */
function addRows(
  values: Float64Array,
  at: number,
  rows: number,
  weights: Float64Array,
  place: (e: number) => number,
  changes: Float64Array,
  begin: number,
  end: number,
): void {
  let e = begin;
  for (; e + 4 <= end; e += 4) {
    const [i, j, k, l] = [place(e), place(e + 1), place(e + 2), place(e + 3)];
    for (let r = 0; r < rows; r++) {
      const left = changes[e] * weights[i + r] + changes[e + 1] * weights[j + r];
      values[at + r] += left + (changes[e + 2] * weights[k + r] + changes[e + 3] * weights[l + r]);
    }
  }
  for (; e < end; e++) {
    const i = place(e);
    for (let r = 0; r < rows; r++) values[at + r] += changes[e] * weights[i + r];
  }
}
