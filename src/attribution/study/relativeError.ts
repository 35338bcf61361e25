import { checkComparable } from '../metrics/index.ts';

/** Added to the exact attribution, so that inputs without influence do not divide by 0. */
const offset = 1e-11;

/**
 * Mean over all inputs of `|a_i - e_i| / |e_i + 1e-11|`, the error of approximate attributions `a` against
 * exact ones `e` in Sotoudeh & Thakur's study.
 *
 * @throws UserError unless both have the same length and are finite
 */
export function relativeError(approximate: Float64Array, exact: Float64Array): number {
  checkComparable(approximate, exact);
  return deviation(approximate, exact, weightsOf(exact));
}

/** `sum_i weights_i |a_i - e_i|` */
export function deviation(approximate: Float64Array, exact: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < exact.length; i++) sum += weights[i] * Math.abs(approximate[i] - exact[i]);
  return sum;
}

/** How much the absolute error of each input counts. */
export function weightsOf(exact: Float64Array): Float64Array {
  return exact.map((e) => 1 / (exact.length * Math.abs(e + offset)));
}
