import type { KernelList } from '../kernelList.ts';

/** The sum of products, in four sums that do not wait for each other, and one of the numbers that are left. */
export const dot: KernelList['dot'] = (x, y, count) => {
  let [a, b, c, d, rest] = [0, 0, 0, 0, 0];
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    a += x[i] * y[i];
    b += x[i + 1] * y[i + 1];
    c += x[i + 2] * y[i + 2];
    d += x[i + 3] * y[i + 3];
  }
  for (; i < count; i++) rest += x[i] * y[i];
  return a + c + (b + d) + rest;
};
