import type { TiledMatrix } from '../../../network/index.ts';
import type { Kernels } from '../kernels.ts';
import type { Vectors } from '../../memory/index.ts';

/** Integrals along the line: changes of the adjoint into moments, and columns of matrices times vectors, in lanes. */
export const slopeChanges: Pick<Kernels, 'subtractMoments' | 'integrateSlopeChanges' | 'pull'> = {
  subtractMoments({ units, changes, starts, masses }, begin, end, { lanes, numbers }) {
    for (let group = begin; group < end; group++) {
      for (let e = starts[group]; e < starts[group + 1]; e++) {
        const at = units[e] * lanes;
        for (let lane = 0; lane < lanes; lane++) numbers[at + lane] -= changes[e] * masses[group * lanes + lane];
      }
    }
  },

  integrateSlopeChanges(
    matrix,
    { begin, end, columns, receivers, factors, groups, masses, adjoints },
    changes,
    group,
    moments,
    into,
  ) {
    const { lanes } = moments;
    for (let i = begin; i < end; i++) {
      this.subtractMoments(changes, group, groups[i], moments);
      group = Math.max(group, groups[i]);
      const products = productsOf(matrix, columns[i], moments);
      adjoints[i] += products[0];
      for (let lane = 0; lane < lanes; lane++) {
        into[receivers[i] * lanes + lane] +=
          factors[i] * (products[lane] + products[0] * masses[(i - begin) * lanes + lane]);
      }
    }
    return group;
  },

  pull(matrix, { columns, receivers, factors }, count, vectors, into) {
    const { lanes } = vectors;
    for (let i = 0; i < count; i++) {
      const products = productsOf(matrix, columns[i], vectors);
      for (let lane = 0; lane < lanes; lane++) into[receivers[i] * lanes + lane] += factors[i] * products[lane];
    }
  },
};

/**
 * The product of a column with the vectors in each lane. Even and odd rows of a tile are summed apart: neither sum
 * waits for the other.
 */
function productsOf(
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
