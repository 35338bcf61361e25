import type { KernelList } from '../kernelList.ts';

/** Changes of the adjoint into moments, in lanes. */
export const subtractMoments: KernelList['subtractMoments'] = (
  { units, changes, starts, masses },
  begin,
  end,
  { lanes, numbers },
) => {
  for (let group = begin; group < end; group++) {
    for (let e = starts[group]; e < starts[group + 1]; e++) {
      const at = units[e] * lanes;
      for (let lane = 0; lane < lanes; lane++) numbers[at + lane] -= changes[e] * masses[group * lanes + lane];
    }
  }
};
