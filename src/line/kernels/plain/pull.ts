import type { KernelList } from '../kernelList.ts';
import { productsOf } from './productsOf.ts';

/** Columns of a matrix times vectors, in lanes. */
export const pull: KernelList['pull'] = (matrix, { columns, receivers, factors }, count, vectors, into) => {
  const { lanes } = vectors;
  for (let i = 0; i < count; i++) {
    const products = productsOf(matrix, columns[i], vectors);
    for (let lane = 0; lane < lanes; lane++) into[receivers[i] * lanes + lane] += factors[i] * products[lane];
  }
};
