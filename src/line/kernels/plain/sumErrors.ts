import { singleLanes } from '../../memory/index.ts';
import type { KernelList } from '../kernelList.ts';

/** How far integrals are off others, in single lanes. */
export const sumErrors: KernelList['sumErrors'] = (integrals, { reference, weights, others }, shares, rows, sums) => {
  for (let i = 0; i < reference.length; i++) {
    for (let s = 0; s < rows * singleLanes; s++) {
      sums[s] +=
        weights[i] * Math.abs(integrals[i * singleLanes + (s % singleLanes)] + shares[s] * others[i] - reference[i]);
    }
  }
};
