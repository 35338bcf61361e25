import { vectorsAtATime } from '../../memory/index.ts';
import type { KernelList } from '../kernelList.ts';

/** Columns of a dense matrix times vectors side by side; every sum is in the order of the columns. */
export const multiplyColumns: KernelList['multiplyColumns'] = (matrix, columns, count, vectors, many, into) => {
  const { rows, weights, offsets } = matrix;
  for (let v = 0; v < many; v++) {
    const sums = into.subarray(v * rows, (v + 1) * rows).fill(0);
    for (let i = 0; i < count; i++) {
      const change = vectors[i * vectorsAtATime + v];
      const at = offsets[0] + columns[i] * rows;
      for (let row = 0; row < rows; row++) sums[row] += weights[at + row] * change;
    }
  }
};
