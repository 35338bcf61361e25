import { singleLanes } from '../../memory/index.ts';
import type { Kernels } from '../kernels.ts';

/** Measures in lanes: their point masses along the line, and how far integrals against them are off others. */
export const measures: Pick<Kernels, 'weigh' | 'deviate'> = {
  weigh({ lanes, nodes, weights, next, passed }, alphas, begin, end, near, into) {
    for (let i = begin, at = 0; i < end; i++, at += lanes) {
      for (let lane = 0; lane < passed.length; lane++) {
        while (nodes[next[lane]] < alphas[i] - near) passed[lane] += weights[next[lane]++];
        into[at + lane] = passed[lane];
      }
    }
  },

  deviate(integrals, { reference, weights, others }, shares, rows, sums) {
    for (let i = 0; i < reference.length; i++) {
      for (let s = 0; s < rows * singleLanes; s++) {
        sums[s] +=
          weights[i] * Math.abs(integrals[i * singleLanes + (s % singleLanes)] + shares[s] * others[i] - reference[i]);
      }
    }
  },
};
