/** Integrals over a stretch from a gradient at the nodes of any rule. */

import { leftOut } from '../../../quadrature/leftOut';
import { gradientRounding, leastNumber, leastShare } from '../../memory/layout';
import { Samples } from './records';
import { areSurelyResolved, isResolved, larger, largestOf } from './resolution';

/** Integrals from the gradient at all nodes; whether these resolve it. */
export function integrateBy(samples: Samples, length: f64, integrals: usize): bool {
  const end = <usize>samples.units << 3;
  const gradients = samples.gradients;
  const weights = samples.weights;
  const bytes = <usize>samples.nodes << 3;
  let largest = f64x2.splat(leastNumber);
  for (let node: usize = 0; node < bytes; node += 8) largest = largestOf(load<usize>(gradients + (node >> 1)), end, largest);
  largest = larger(largest);
  const rounding = f64x2.mul(f64x2.splat(gradientRounding), largest);
  const atLeast = f64x2.mul(f64x2.splat(leastShare), largest);
  let resolved = i64x2.splat(-1);
  for (let at: usize = 0; at < end; at += 16) {
    let sum = f64x2.splat(0);
    let one = sum;
    let other = sum;
    let least = f64x2.splat(Infinity);
    let most = f64x2.splat(-Infinity);
    for (let node: usize = 0; node < bytes; node += 8) {
      const values = v128.load(load<usize>(gradients + (node >> 1)) + at);
      const weight = weights + node;
      sum = f64x2.add(sum, f64x2.mul(v128.load64_splat(weight), values));
      one = f64x2.add(one, f64x2.mul(v128.load64_splat(weight + bytes), values));
      other = f64x2.add(other, f64x2.mul(v128.load64_splat(weight + 2 * bytes), values));
      least = f64x2.pmin(least, values);
      most = f64x2.pmax(most, values);
    }
    v128.store(integrals + at, f64x2.mul(f64x2.splat(length), sum));
    if (areSurelyResolved(weights + 3 * bytes, one, other, f64x2.sub(most, least))) continue;
    const size = f64x2.pmax(f64x2.pmax(atLeast, most), f64x2.neg(least));
    const perVariation = f64x2.div(f64x2.splat(1), f64x2.sub(most, least));
    const allowed = f64x2.mul(f64x2.mul(f64x2.splat(leftOut), size), perVariation);
    one = f64x2.abs(one);
    other = f64x2.abs(other);
    const first = isResolved(samples.firstHalfPower, f64x2.mul(one, perVariation), allowed);
    const last = isResolved(samples.lastHalfPower, f64x2.mul(other, perVariation), allowed);
    resolved = v128.and(resolved, v128.or(f64x2.le(one, rounding), first));
    resolved = v128.and(resolved, v128.or(f64x2.le(other, rounding), last));
  }
  return i64x2.all_true(resolved);
}
