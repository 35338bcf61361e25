import { leastNumber, mostRounding, type Way } from '../../memory/index.ts';
import type { KernelList } from '../kernelList.ts';

/** Whether integrals of a gradient make what its function changes; even and odd units are summed apart. */
export const isComplete: KernelList['isComplete'] = (way, length, integrals, change, size) => {
  const even = sumsOf(way, leastNumber * length, integrals, 0);
  const odd = sumsOf(way, leastNumber * length, integrals, 1);
  const all = size + (even.near + odd.near) + (even.far + odd.far) / length;
  return Number(!(Math.abs(even.sum + odd.sum - change) > mostRounding * all));
};

/** Of every other unit: `slope * integral`, and sizes of integrals times those of slopes and of values. */
function sumsOf(
  { values, slopes }: Way,
  least: number,
  integrals: Float64Array,
  first: number,
): { readonly sum: number; readonly near: number; readonly far: number } {
  let [sum, near, far] = [0, 0, 0];
  for (let unit = first; unit < integrals.length; unit += 2) {
    const found = Math.abs(integrals[unit]) + least;
    sum += slopes[unit] * integrals[unit];
    near += found * Math.abs(slopes[unit]);
    far += found * Math.abs(values[unit]);
  }
  return { sum, near, far };
}
