import { leastNumber } from '../../memory/index.ts';

/** The size of the largest component of a gradient, or what is larger. */
export function largestOf(gradient: Float64Array, atLeast = leastNumber): number {
  let largest = atLeast;
  for (let unit = 0; unit < gradient.length; unit++) largest = Math.max(largest, Math.abs(gradient[unit]));
  return largest;
}
