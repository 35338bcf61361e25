/** Integrals over a stretch from a gradient at its ends and at two nodes between. */

import { leftOut } from '../../../quadrature/leftOut';
import { gradientRounding, leastNumber, leastShare } from '../../memory/layout';
import { Samples } from './records';
import { areSurelyResolved, isResolved, larger, largestOf } from './resolution';

/**
 * Integrals from the gradient at four nodes; false, and not all of them, if these do not resolve it. The rule's weights
 * stand before those of its tests, four each; nodes that mirror each other have the same ones, up to the sign.
 */
export function integrateFew(samples: Samples, length: f64, integrals: usize): bool {
  const end = <usize>samples.units << 3;
  const weights = samples.weights;
  const from = load<usize>(samples.gradients);
  const left = load<usize>(samples.gradients, 4);
  const right = load<usize>(samples.gradients, 8);
  const to = load<usize>(samples.gradients, 12);
  const largest = larger(largestOf(from, end, largestOf(to, end, f64x2.splat(leastNumber))));
  const rounding = f64x2.mul(f64x2.splat(gradientRounding), largest);
  const least = f64x2.mul(f64x2.splat(leastShare), largest);
  const surely = weights + 96;
  for (let at: usize = 0; at < end; at += 16) {
    const a = v128.load(from + at);
    const b = v128.load(left + at);
    const c = v128.load(right + at);
    const d = v128.load(to + at);
    const ends = f64x2.add(a, d);
    const inside = f64x2.add(b, c);
    v128.store(integrals + at, f64x2.mul(f64x2.splat(length), weighted(weights, ends, weights + 8, inside)));
    const second = weighted(weights + 56, ends, weights + 48, inside);
    const third = weighted(weights + 88, f64x2.sub(d, a), weights + 80, f64x2.sub(c, b));
    const variation = f64x2.abs(f64x2.sub(d, a));
    if (!areSurelyResolved(surely, second, third, variation)) {
      const size = f64x2.pmax(f64x2.pmax(least, f64x2.abs(a)), f64x2.abs(d));
      if (!areResolved(samples, second, third, variation, size, rounding)) return false;
    }
  }
  return true;
}

/** Whether two coefficients are rounding, or such shares of the variation that functions are resolved. */
function areResolved(samples: Samples, one: v128, other: v128, variation: v128, size: v128, rounding: v128): bool {
  const isRounding = f64x2.le(f64x2.pmax(f64x2.abs(one), f64x2.abs(other)), rounding);
  if (i64x2.all_true(isRounding)) return true;
  // By how much the ends differ is the least that the values vary by.
  const varies = f64x2.gt(variation, f64x2.splat(0));
  const perVariation = f64x2.div(f64x2.splat(1), variation);
  const allowed = f64x2.mul(f64x2.mul(f64x2.splat(leftOut), size), perVariation);
  const first = isResolved(samples.firstHalfPower, f64x2.mul(f64x2.abs(one), perVariation), allowed);
  const last = isResolved(samples.lastHalfPower, f64x2.mul(f64x2.abs(other), perVariation), allowed);
  return i64x2.all_true(v128.or(isRounding, v128.and(varies, v128.and(first, last))));
}

/** A sum of products with the weights at two places. */
@inline
function weighted(first: usize, numbers: v128, second: usize, others: v128): v128 {
  return f64x2.add(f64x2.mul(v128.load64_splat(first), numbers), f64x2.mul(v128.load64_splat(second), others));
}
