import type { KernelList } from '../kernelList.ts';
import { productsOf } from './productsOf.ts';

/** Integrals along the line: the slopes of first activations change, and so does what comes through them, in lanes. */
export const integrateSlopeChanges: KernelList['integrateSlopeChanges'] = function (
  this: KernelList,
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
};
