/** Softmax. */

import { exponential } from './exponential';
import { largestOf } from './largest';

/** `y = exp(x) / sum exp(x)`. */
export function softmax(x: usize, count: i32, y: usize): void {
  const pairs = <usize>(count >> 1) << 4;
  const largest = f64x2.splat(largestOf(x, <usize>count << 3));
  let sums = f64x2.splat(0);
  for (let i: usize = 0; i < pairs; i += 16) {
    const powers = exponential(f64x2.sub(v128.load(x + i), largest));
    v128.store(y + i, powers);
    sums = f64x2.add(sums, powers);
  }
  if (count & 1) {
    const power = f64x2.replace_lane(exponential(f64x2.sub(v128.load64_splat(x + pairs), largest)), 1, 0);
    v128.store64_lane(y + pairs, power, 0);
    sums = f64x2.add(sums, power);
  }
  const sum = f64x2.splat(f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1));
  for (let i: usize = 0; i < pairs; i += 16) v128.store(y + i, f64x2.div(v128.load(y + i), sum));
  if (count & 1) store<f64>(y + pairs, load<f64>(y + pairs) / f64x2.extract_lane(sum, 0));
}
