import { gauss, legendre } from './gauss.ts';

/** What Gauss-Legendre may leave out of an integral, relative to the function. */
const leftOut = 1e-12;

/** A rule, and by what its nodes tell whether they resolve a function. */
export interface ResolvedRule {
  /** In [0, 1], ascending. */
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

/** Gauss-Legendre with n >= 4 nodes and what tells its error. */
export function resolvedRule(count: number): ResolvedRule {
  return withTests(gauss.measure(count - 1), 2 * count - 1, 2 * count - 1);
}

/**
 * Gauss-Lobatto with 4 nodes: 0, 1, and two between. What is known at 0 and 1, where the next interval begins, leaves
 * two to look at.
 */
export function lobattoRule(): ResolvedRule {
  const inner = Math.sqrt(1 / 5);
  const nodes = Float64Array.of(0, (1 - inner) / 2, (1 + inner) / 2, 1);
  return withTests({ nodes, weights: Float64Array.of(1, 5, 5, 1).map((weight) => weight / 12) }, 5, 3);
}

/**
 * What tells the error of a rule with n nodes that is exact up to a degree d. Of a function that is smooth around the
 * interval the coefficients of Legendre's polynomials fall geometrically, `c_k = c_1 rho^(1 - k)`, and the rule's error
 * is `c_1 rho^-d` (Trefethen, Is Gauss quadrature better than Clenshaw-Curtis?, 2008), which is `c_1 (c_k / c_1)^(d /
 * (k - 1))`; by how much the function varies stands for `c_1`. So the last two coefficients that the nodes can tell, of
 * degrees n - 2 and n - 1, tell the error: two, since those of even and odd functions are 0 in turn.
 *
 * @param last one over the rule's sum of the last polynomial's squares; those of others are `1 / (2 degree + 1)`
 */
function withTests(
  { nodes, weights }: Pick<ResolvedRule, 'nodes' | 'weights'>,
  exact: number,
  last: number,
): ResolvedRule {
  const degrees = [nodes.length - 2, nodes.length - 1];
  const tests = degrees.map((degree, i) => {
    const scale = i === 1 ? last : 2 * degree + 1;
    return {
      weights: weights.map((weight, node) => scale * weight * legendre(degree, 2 * nodes[node] - 1).value),
      power: Math.floor((2 * exact) / (degree - 1)) / 2,
    };
  });
  return { nodes, weights, tests };
}

/** Whether a coefficient says that the nodes resolve a function, which is so large at most and varies by so much. */
export function isResolved({ power }: Test, coefficient: number, largest: number, variation: number): boolean {
  const share = Math.abs(coefficient) / variation;
  let error = power % 1 === 0 ? variation : variation * Math.sqrt(share);
  for (let i = 1; i <= power; i++) error *= share;
  return !(error > leftOut * largest);
}
