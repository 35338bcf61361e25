import type { KernelList } from '../kernelList.ts';
import { larger } from './larger.ts';

/** The largest size of some numbers. */
export const largestSize: KernelList['largestSize'] = (x, count) => {
  let largest = 0;
  for (let i = 0; i < count; i++) largest = larger(largest, Math.abs(x[i]));
  return largest;
};
