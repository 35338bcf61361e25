import { besselZero } from './besselZeros.ts';

/** A node in the lower half of [0, 1] and its weight there. */
export interface GaussNode {
  readonly node: number;
  readonly weight: number;
}

/**
 * A Gauss-Legendre node of many, by its number from 1 up, in constant time (Bogaert, SIAM J. Sci. Comput. 36, 2014).
 * Both `sqrt(sin theta) P(cos theta)` and `sqrt(t) J0(t)` are waves, and the one is the other with `t(theta)` for t. So
 * nodes are where t is a zero of J0, and the weight, on [-1, 1], is `sin theta` times the change of theta from number
 * to number. With `v = 1 / (count + 1/2)` and `psi = v t`
 *
 *     theta = psi + v^2 (psi cot psi - 1) / (8 psi) + O(v^4)
 *
 * What is left out is `0.04 v^4` at most, of the angle and relative to the weight: from 4,096 nodes on less than
 * rounding.
 */
export function asymptoticNode(count: number, number: number): GaussNode {
  const v = 1 / (count + 1 / 2);
  const { zero, perNumber } = besselZero(number);
  const psi = v * zero;
  const a = (psi / Math.tan(psi) - 1) / (8 * psi);
  const slope = (psi ** -2 - Math.sin(psi) ** -2) / 8;
  const theta = psi + v * v * a;
  return { node: Math.sin(theta / 2) ** 2, weight: (Math.sin(theta) * v * (1 + v * v * slope) * perNumber) / 2 };
}
