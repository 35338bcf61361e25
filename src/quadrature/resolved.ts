import { gauss, legendre } from './gauss.ts';

/** What Gauss-Legendre may leave out of an integral, relative to the function. */
const leftOut = 1e-12;

/** Gauss-Legendre, and by what its nodes tell whether they resolve a function. */
export interface ResolvedRule {
  /** In (0, 1), ascending. */
  readonly nodes: Float64Array;
  /** They sum to 1. */
  readonly weights: Float64Array;
  readonly tests: readonly Test[];
}

/** One of the function's last coefficients. */
interface Test {
  /** It is the sum of the values at the nodes, with these weights. */
  readonly weights: Float64Array;
  /** The rule's error falls with this power of it, at least. */
  readonly power: number;
}

/**
 * Gauss-Legendre with n >= 4 nodes and what tells its error. Of a function that is smooth around the interval the
 * coefficients of Legendre's polynomials fall geometrically, `c_k = c_1 rho^(1 - k)`, and the rule's error is `c_1
 * rho^(1 - 2n)` (Trefethen, Is Gauss quadrature better than Clenshaw-Curtis?, 2008), which is `c_1 (c_k / c_1)^((2n -
 * 1) / (k - 1))`; by how much the function varies stands for `c_1`. So the last two coefficients that the nodes can
 * tell, of degrees n - 2 and n - 1, tell the error: two, since those of even and odd functions are 0 in turn.
 */
export function resolvedRule(count: number): ResolvedRule {
  const { nodes, weights } = gauss.measure(count - 1);
  const tests = [count - 2, count - 1].map((degree) => ({
    weights: weights.map((weight, i) => (2 * degree + 1) * weight * legendre(degree, 2 * nodes[i] - 1).value),
    power: Math.floor((4 * count - 2) / (degree - 1)) / 2,
  }));
  return { nodes, weights, tests };
}

/** Whether a coefficient says that the nodes resolve a function, which is so large at most and varies by so much. */
export function isResolved({ power }: Test, coefficient: number, largest: number, variation: number): boolean {
  const share = Math.abs(coefficient) / variation;
  let error = power % 1 === 0 ? variation : variation * Math.sqrt(share);
  for (let i = 1; i <= power; i++) error *= share;
  return !(error > leftOut * largest);
}
