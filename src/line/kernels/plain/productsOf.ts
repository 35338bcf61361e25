import type { TiledMatrix } from '../../../network/index.ts';
import type { Vectors } from '../../memory/index.ts';

/**
 * The product of a column with the vectors in each lane. Even and odd rows of a tile are summed apart: neither sum
 * waits for the other.
 */
export function productsOf(
  { tileRows, tileColumns, weights, pointers, starts, offsets }: TiledMatrix,
  column: number,
  { lanes, numbers, first }: Vectors,
): Float64Array {
  const group = Math.floor(column / tileColumns);
  const within = (column - group * tileColumns) * tileRows;
  const sums = [new Float64Array(lanes), new Float64Array(lanes)];
  for (let t = pointers[group]; t < pointers[group + 1]; t++) {
    for (let row = 0; row < tileRows; row++) {
      const weight = weights[offsets[t] + within + row];
      const at = (first + starts[t] + row) * lanes;
      for (let lane = 0; lane < lanes; lane++) sums[row % 2][lane] += weight * numbers[at + lane];
    }
  }
  return sums[0].map((even, lane) => even + sums[1][lane]);
}
