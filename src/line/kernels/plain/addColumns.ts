import { addTile, forEachTile, type MetTile } from '../../../network/index.ts';
import type { CompactedColumns, Entries, Runs } from '../../memory/index.ts';
import type { KernelList } from '../kernelList.ts';

/** Columns of a matrix that are added up. */
export const addColumns: KernelList['addColumns'] = (matrix, entries, begin, end, sums) => {
  if ('lengths' in matrix) {
    addCompactedColumns(matrix, entries, begin, end, sums);
    return;
  }
  forEachTile(matrix, entries.units, begin, end, (tile) => {
    markRuns(sums, tile.start, matrix.tileRows);
    addTile(matrix, tile, entries, sums.values);
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
    const met = { units, changes, from, to };
    let done = 0;
    for (let run = pointers[group]; run < pointers[group + 1]; run++) {
      markRuns(sums, starts[run], lengths[run]);
      const rows = sums.values.subarray(starts[run], starts[run] + lengths[run]);
      addRows(weights, (unit) => offsets[unit] + done, met, rows);
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

/** `rows[r] += sum of changes[e] * weights[place(units[e]) + r]` over some entries, in the order of `addTile`. */
function addRows(
  weights: Float64Array,
  place: (unit: number) => number,
  { units, changes, from, to }: Pick<Entries, 'units' | 'changes'> & Pick<MetTile, 'from' | 'to'>,
  rows: Float64Array,
): void {
  let e = from;
  for (; e + 4 <= to; e += 4) {
    const [i, j, k, l] = [place(units[e]), place(units[e + 1]), place(units[e + 2]), place(units[e + 3])];
    for (let r = 0; r < rows.length; r++) {
      const left = changes[e] * weights[i + r] + changes[e + 1] * weights[j + r];
      rows[r] += left + (changes[e + 2] * weights[k + r] + changes[e + 3] * weights[l + r]);
    }
  }
  for (; e < to; e++) {
    const i = place(units[e]);
    for (let r = 0; r < rows.length; r++) rows[r] += changes[e] * weights[i + r];
  }
}
