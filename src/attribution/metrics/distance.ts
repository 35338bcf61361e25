import { checkComparable } from './comparable.ts';

/**
 * `|a - e|_1 / |e|_1`: how far attributions `a` are from those they are compared with, `e`, in the sum of absolute
 * values. 0 where both are 0 everywhere, Infinity where only `e` is.
 *
 * @throws UserError unless both have the same length and are finite
 */
export function relativeL1(attributions: Float64Array, reference: Float64Array): number {
  checkComparable(attributions, reference);
  return ratio(l1(differenceOf(attributions, reference)), l1(reference));
}

/** `|a - e|_2 / |e|_2`, like `relativeL1` in the Euclidean norm: large attributions count more. */
export function relativeL2(attributions: Float64Array, reference: Float64Array): number {
  checkComparable(attributions, reference);
  return ratio(l2(differenceOf(attributions, reference)), l2(reference));
}

function differenceOf(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]);
}

/** Sum of absolute values. */
export function l1(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i]);
  return sum;
}

function l2(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

function ratio(distance: number, norm: number): number {
  return distance === 0 ? 0 : distance / norm;
}
