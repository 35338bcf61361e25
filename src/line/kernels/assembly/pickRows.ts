/** Columns of a matrix of which only selected rows are kept. */

import { Matrix, SelectedUnits } from './records';

/** Copies the weights of selected rows of some columns, one column after the other, and notes where each begins. */
export function pickRows(matrix: Matrix, rows: SelectedUnits, columns: usize, count: i32, to: Matrix): void {
  const pointers = matrix.pointers;
  const starts = matrix.starts;
  const offsets = matrix.offsets;
  const weights = matrix.weights;
  const tileRows = matrix.tileRows;
  const tileColumns = matrix.tileColumns;
  const units = rows.units;
  const ranks = rows.ranks;
  const begins = to.offsets;
  const first = to.weights;
  let end = first;
  for (let c = 0; c < count; c++) {
    const column = load<i32>(columns + (c << 2));
    store<i32>(begins + (column << 2), <i32>((end - first) >> 3));
    const group = column / tileColumns;
    const within = (column - group * tileColumns) * tileRows;
    const tiles = load<i32>(pointers + (group << 2), 4);
    for (let t = load<i32>(pointers + (group << 2)); t < tiles; t++) {
      const start = load<i32>(starts + (t << 2));
      const from = weights + (<usize>(load<i32>(offsets + (t << 2)) + within - start) << 3);
      const last = load<i32>(ranks + ((start + tileRows) << 2));
      for (let i = load<i32>(ranks + (start << 2)); i < last; i++, end += 8) {
        store<f64>(end, load<f64>(from + (<usize>load<i32>(units + (i << 2)) << 3)));
      }
    }
  }
}
