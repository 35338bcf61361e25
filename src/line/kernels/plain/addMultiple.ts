import type { KernelList } from '../kernelList.ts';

/** A vector and a multiple of another. */
export const addMultiple: KernelList['addMultiple'] = (x, factor, y, count, into) => {
  for (let i = 0; i < count; i++) into[i] = x[i] + factor * y[i];
};
