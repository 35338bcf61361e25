import { isResolved, lobattoRule, type ResolvedRule } from '../../quadrature/index.ts';

/** Rounding of the gradient, relative to its largest component. */
const leastRounding = 1e-15;
/** Components smaller than this, relative to the largest, need not be as exact as they are small. */
const leastSize = 1e-3;
/** Numbers that are smaller have fewer digits: what they are rounded by is that of this one. */
export const leastNumber = 1e-307;

/** Nodes at both ends, and two between. */
export const few = lobattoRule();
const [fewEnd, fewInside] = few.weights;
const [even, odd] = few.tests;
const [, , evenInside, evenEnd] = even.weights;
const [, , oddInside, oddEnd] = odd.weights;

/**
 * Integrals over a stretch from the gradient at these four nodes; false, and not all of them, if these do not resolve it.
 * Weights of nodes that mirror each other are the same, up to the sign.
 *
 * @param largest component at the ends
 */
export function integrateFew(
  [from, left, right, to]: readonly Float64Array[],
  largest: number,
  length: number,
  integrals: Float64Array,
): boolean {
  const rounding = leastRounding * largest;
  const least = leastSize * largest;
  for (let unit = 0; unit < integrals.length; unit++) {
    const a = from[unit];
    const b = left[unit];
    const c = right[unit];
    const d = to[unit];
    integrals[unit] = length * (fewEnd * (a + d) + fewInside * (b + c));
    const second = evenEnd * (a + d) + evenInside * (b + c);
    const third = oddEnd * (d - a) + oddInside * (c - b);
    if (Math.abs(second) <= rounding && Math.abs(third) <= rounding) continue;
    // By how much the ends differ is the least that the values vary by.
    const size = Math.max(Math.abs(a), Math.abs(d), least);
    const variation = Math.abs(d - a);
    if (!(variation > 0 && isResolved(even, second, size, variation) && isResolved(odd, third, size, variation)))
      return false;
  }
  return true;
}

/** The same from the gradient at the nodes of any rule. */
export function integrateBy(
  { weights, tests: [first, last] }: ResolvedRule,
  gradients: readonly Float64Array[],
  length: number,
  integrals: Float64Array,
): boolean {
  const largest = gradients.reduce((most, gradient) => Math.max(most, largestOf(gradient)), leastNumber);
  const rounding = leastRounding * largest;
  let resolved = true;
  for (let unit = 0; unit < integrals.length; unit++) {
    let [sum, one, other, least, most] = [0, 0, 0, Infinity, -Infinity];
    for (let node = 0; node < gradients.length; node++) {
      const value = gradients[node][unit];
      sum += weights[node] * value;
      one += first.weights[node] * value;
      other += last.weights[node] * value;
      if (!(value > least)) least = value;
      if (!(value < most)) most = value;
    }
    integrals[unit] = length * sum;
    const size = Math.max(most, -least, leastSize * largest);
    resolved &&=
      (Math.abs(one) <= rounding || isResolved(first, one, size, most - least)) &&
      (Math.abs(other) <= rounding || isResolved(last, other, size, most - least));
  }
  return resolved;
}

/** The size of the largest component. */
export function largestOf(gradient: Float64Array): number {
  let largest = leastNumber;
  for (let unit = 0; unit < gradient.length; unit++) {
    const size = Math.abs(gradient[unit]);
    if (!(size <= largest)) largest = size;
  }
  return largest;
}
