import type { CompactedColumns, HeldMatrix } from '../../memory/index.ts';
import type { KernelList } from '../kernelList.ts';

/** Columns of a matrix times a vector. */
export const dotColumns: KernelList['dotColumns'] = (matrix, columns, count, vector, into) => {
  for (let i = 0; i < count; i++) into[columns[i]] += dot(matrix, columns[i], vector);
};

/** Four sums side by side, and one of the rows that are left over where a run ends. */
function dot(matrix: HeldMatrix | CompactedColumns, column: number, vector: Float64Array): number {
  const { pointers, starts, weights, tileColumns } = matrix;
  const isCompacted = 'lengths' in matrix;
  const group = Math.floor(column / tileColumns);
  let [a, b, c, d, rest] = [0, 0, 0, 0, 0];
  let next = isCompacted ? matrix.offsets[column] : 0;
  for (let t = pointers[group]; t < pointers[group + 1]; t++) {
    const rows = isCompacted ? matrix.lengths[t] : matrix.tileRows;
    const at = isCompacted ? next : matrix.offsets[t] + (column - group * tileColumns) * rows;
    const start = starts[t];
    let row = 0;
    for (; row + 4 <= rows; row += 4) {
      a += weights[at + row] * vector[start + row];
      b += weights[at + row + 1] * vector[start + row + 1];
      c += weights[at + row + 2] * vector[start + row + 2];
      d += weights[at + row + 3] * vector[start + row + 3];
    }
    for (; row < rows; row++) rest += weights[at + row] * vector[start + row];
    next += rows;
  }
  return a + c + (b + d) + rest;
}
