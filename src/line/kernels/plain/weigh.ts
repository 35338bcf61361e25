import type { KernelList } from '../kernelList.ts';

/** Point masses of measures along the line, in lanes. */
export const weigh: KernelList['weigh'] = ({ lanes, nodes, weights, next, passed }, alphas, begin, end, near, into) => {
  for (let i = begin, at = 0; i < end; i++, at += lanes) {
    for (let lane = 0; lane < passed.length; lane++) {
      while (nodes[next[lane]] < alphas[i] - near) passed[lane] += weights[next[lane]++];
      into[at + lane] = passed[lane];
    }
  }
};
