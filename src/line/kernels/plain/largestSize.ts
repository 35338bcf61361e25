import { leastNumber } from '../../memory/index.ts';

/** The larger of two numbers; the first one if one is NaN. */
export function larger(a: number, b: number): number {
  return a < b ? b : a;
}

/** The size of the largest component of a gradient, or what is larger. */
export function largestSize(gradient: Float64Array, atLeast = leastNumber): number {
  let largest = atLeast;
  for (let unit = 0; unit < gradient.length; unit++) largest = larger(largest, Math.abs(gradient[unit]));
  return largest;
}
