import { leastNumber, mostRounding, type Way } from '../../memory/index.ts';
import type { KernelList } from '../kernelList.ts';

/** Whether integrals of a gradient make what its function changes; even and odd units are summed apart. */
export const isComplete: KernelList['isComplete'] = (way, length, integrals, change, size) => {
  const even = sumsOf(way, integrals, 0);
  const odd = sumsOf(way, integrals, 1);
  const least = leastNumber * (length * (even.slopes + odd.slopes) + (even.values + odd.values));
  const all = size + (even.near + odd.near) + (even.far + odd.far) / length + least;
  return Number(!(Math.abs(even.sum + odd.sum - change) > mostRounding * all));
};

/**
 * Of every other unit: `slope * integral`, and sizes of integrals times those of slopes and of values, and of these.
 */
function sumsOf(
  { values, slopes }: Way,
  integrals: Float64Array,
  first: number,
): Readonly<Record<'sum' | 'near' | 'far' | 'slopes' | 'values', number>> {
  let [sum, near, far, allSlopes, allValues] = [0, 0, 0, 0, 0];
  for (let unit = first; unit < integrals.length; unit += 2) {
    const found = Math.abs(integrals[unit]);
    const slope = Math.abs(slopes[unit]);
    const value = Math.abs(values[unit]);
    sum += slopes[unit] * integrals[unit];
    near += found * slope;
    far += found * value;
    allSlopes += slope;
    allValues += value;
  }
  return { sum, near, far, slopes: allSlopes, values: allValues };
}
