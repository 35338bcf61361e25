/** Whether integrals of a gradient make what its function changes. */

import { leastNumber, mostRounding } from '../../memory/layout';
import { Way } from './records';

/** Whether `sum of slope * integral` is the change, to rounding of what is added up, and of some size beside it. */
export function isComplete(way: Way, length: f64, integrals: usize, change: f64, size: f64): bool {
  const end = <usize>way.units << 3;
  let sums = f64x2.splat(0);
  let near = sums;
  let far = sums;
  const least = f64x2.splat(leastNumber * length);
  for (let at: usize = 0; at < end; at += 16) {
    const slopes = v128.load(way.slopes + at);
    const found = v128.load(integrals + at);
    const sizes = f64x2.add(f64x2.abs(found), least);
    sums = f64x2.add(sums, f64x2.mul(slopes, found));
    near = f64x2.add(near, f64x2.mul(sizes, f64x2.abs(slopes)));
    far = f64x2.add(far, f64x2.mul(sizes, f64x2.abs(v128.load(way.values + at))));
  }
  return !(abs(total(sums) - change) > mostRounding * (size + total(near) + total(far) / length));
}

@inline
function total(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}
