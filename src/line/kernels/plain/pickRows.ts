import type { KernelList } from '../kernelList.ts';

/** Columns of a matrix of which only selected rows are kept. */
export const pickRows: KernelList['pickRows'] = (
  { tileRows, tileColumns, pointers, starts, offsets, weights: all },
  { units, ranks },
  columns,
  count,
  { offsets: begins, weights },
) => {
  let end = 0;
  for (const column of columns.subarray(0, count)) {
    begins[column] = end;
    const group = Math.floor(column / tileColumns);
    const within = (column - group * tileColumns) * tileRows;
    for (let t = pointers[group]; t < pointers[group + 1]; t++) {
      const from = offsets[t] + within - starts[t];
      const last = ranks[starts[t] + tileRows];
      for (let i = ranks[starts[t]]; i < last; i++) weights[end++] = all[from + units[i]];
    }
  }
};
