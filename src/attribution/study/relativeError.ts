import type { Comparison } from '../../line/index.ts';

/** Added to the exact attribution, so that inputs without influence do not divide by 0. */
const offset = 1e-11;

/**
 * Mean over all inputs of `|a_i - e_i| / |e_i + 1e-11|`, the error of approximate attributions `a` against
 * exact ones `e` in Sotoudeh & Thakur's study.
 */
export function relativeError(approximate: Float64Array, exact: Float64Array): number {
  return deviation(approximate, 0, comparedWith(exact, exact));
}

/** The comparison whose deviations are relative errors, of attributions to which shares of others may be added. */
export function comparedWith(exact: Float64Array, others: Float64Array): Comparison {
  return { reference: exact, weights: exact.map((e) => 1 / (exact.length * Math.abs(e + offset))), others };
}

/** How far attributions with a share of others are off. */
export function deviation(approximate: Float64Array, share: number, { reference, weights, others }: Comparison): number {
  let sum = 0;
  for (let i = 0; i < reference.length; i++) sum += weights[i] * Math.abs(approximate[i] + share * others[i] - reference[i]);
  return sum;
}
