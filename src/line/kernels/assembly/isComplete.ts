/** Whether integrals of a gradient make what its function changes. */

import { leastNumber, mostRounding } from '../../memory/layout';
import { Way } from './records';

/**
 * Whether `sum of slope * integral` is the change, to rounding of what is added up, and of some size beside it. What
 * the smallest number is rounded by is added up apart: its products are subnormal, and sums with them slow.
 */
export function isComplete(way: Way, length: f64, integrals: usize, change: f64, size: f64): bool {
  const end = <usize>way.units << 3;
  const values = way.values;
  const slopes = way.slopes;
  let sums = f64x2.splat(0);
  let near = sums;
  let far = sums;
  let allSlopes = sums;
  let allValues = sums;
  for (let at: usize = 0; at < end; at += 16) {
    const slope = v128.load(slopes + at);
    const found = v128.load(integrals + at);
    const sizes = f64x2.abs(found);
    const steepness = f64x2.abs(slope);
    const value = f64x2.abs(v128.load(values + at));
    sums = f64x2.add(sums, f64x2.mul(slope, found));
    near = f64x2.add(near, f64x2.mul(sizes, steepness));
    far = f64x2.add(far, f64x2.mul(sizes, value));
    allSlopes = f64x2.add(allSlopes, steepness);
    allValues = f64x2.add(allValues, value);
  }
  const least = leastNumber * (length * total(allSlopes) + total(allValues));
  return !(abs(total(sums) - change) > mostRounding * (size + total(near) + total(far) / length + least));
}

@inline
function total(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}
