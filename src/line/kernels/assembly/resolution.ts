/** Whether the nodes of a rule resolve functions, as `quadrature/resolved.ts` tells it, of two units at a time. */

/** The size of the largest component of a gradient, or what is larger. */
@inline
export function largestOf(gradient: usize, end: usize, atLeast: v128): v128 {
  let largest = atLeast;
  for (let at: usize = 0; at < end; at += 16) largest = f64x2.pmax(largest, f64x2.abs(v128.load(gradient + at)));
  return largest;
}

/** The larger of two numbers, in both lanes. */
@inline
export function larger(pair: v128): v128 {
  return f64x2.splat(max(f64x2.extract_lane(pair, 0), f64x2.extract_lane(pair, 1)));
}

/**
 * Whether coefficients are so small beside the variation that functions are resolved; shares stand one after the other.
 */
@inline
export function areSurelyResolved(shares: usize, one: v128, other: v128, variation: v128): bool {
  const first = f64x2.le(f64x2.abs(one), f64x2.mul(v128.load64_splat(shares), variation));
  const last = f64x2.le(f64x2.abs(other), f64x2.mul(v128.load64_splat(shares, 8), variation));
  return i64x2.all_true(v128.and(first, last));
}

/**
 * Whether a test's coefficients say that functions are resolved: shares of their variation, and what is allowed of it.
 */
@inline
export function isResolved(halfPower: i32, shares: v128, allowed: v128): v128 {
  let errors = shares;
  const isWhole = (halfPower & 1) == 0;
  for (let i = isWhole ? halfPower >> 1 : halfPower; i > 1; i--) errors = f64x2.mul(errors, shares);
  return v128.not(f64x2.gt(errors, isWhole ? allowed : f64x2.mul(allowed, allowed)));
}
