import { gauss } from './gauss.ts';
import { leftOut } from './leftOut.ts';

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
  /** If its share of what the function varies by is at most this, nothing else matters: it is resolved. */
  readonly surely: number;
}

/** Gauss-Legendre with n >= 4 nodes and what tells its error. */
export function resolvedRule(count: number): ResolvedRule {
  return withTests(gauss.measure(count - 1), 2 * count - 1);
}

/**
 * Gauss-Lobatto with 4 nodes: 0, 1, and two between. What is known at 0 and 1, where the next interval begins, leaves
 * two to look at.
 */
export function lobattoRule(): ResolvedRule {
  return withTests(mirrored([1, 1 / 12], [Math.sqrt(1 / 5), 5 / 12]), 5);
}

/**
 * The same with a node of no weight in the middle, which tells more: where a function is as large at both ends, the
 * four cannot tell how it varies.
 */
export function watchedRule(): ResolvedRule {
  return withTests(mirrored([1, 1 / 12], [Math.sqrt(1 / 5), 5 / 12], [0, 0]), 5);
}

/**
 * The same nodes and three between them, exact up to degree 9: Kronrod's extension (Gander & Gautschi, Adaptive
 * quadrature - revisited, 2000).
 */
export function extendedRule(): ResolvedRule {
  return withTests(
    mirrored([1, 11 / 420], [Math.sqrt(2 / 3), 72 / 490], [Math.sqrt(1 / 5), 625 / 2940], [0, 672 / 2940]),
    9,
  );
}

/**
 * Nodes in [0, 1] of pairs of a node in [0, 1], descending, and a weight on [-1, 1]: each stands on both sides of 0.
 */
function mirrored(...pairs: readonly (readonly [number, number])[]): Pick<ResolvedRule, 'nodes' | 'weights'> {
  const others = pairs.filter(([node]) => node > 0).reverse();
  const both = [...pairs.map(([node, weight]) => [-node, weight]), ...others];
  return {
    nodes: Float64Array.from(both, ([node]) => (1 + node) / 2),
    weights: Float64Array.from(both, ([, weight]) => weight),
  };
}

/**
 * What tells the error of a rule with n nodes that is exact up to a degree d. Of a function that is smooth around the
 * interval the coefficients of Legendre's polynomials fall geometrically, `c_k = c_1 rho^(1 - k)`, and the rule's error
 * is `c_1 rho^-d` (Trefethen, Is Gauss quadrature better than Clenshaw-Curtis?, 2008), which is `c_1 (c_k / c_1)^(d /
 * (k - 1))`; by how much the function varies stands for `c_1`. So the last two coefficients that the nodes can tell, of
 * degrees n - 2 and n - 1, tell the error: two, since those of even and odd functions are 0 in turn. They are
 * those of the polynomial through the values, by Lagrange's formula, where nodes stand on both sides of the middle
 * alike.
 */
function withTests({ nodes, weights }: Pick<ResolvedRule, 'nodes' | 'weights'>, exact: number): ResolvedRule {
  const places = nodes.map((node) => 2 * node - 1);
  const highest = places.map((x) => places.reduce((product, y) => (x === y ? product : product / (x - y)), 1));
  const test = (degree: number, powers: Float64Array): Test => {
    const power = Math.floor((2 * exact) / (degree - 1)) / 2;
    return {
      weights: powers.map((weight) => weight / leadingCoefficient(degree)),
      power,
      // A function varies by twice its largest size at most; a little less, for rounding.
      surely: (leftOut / 2) ** (1 / power) * (1 - 1e-9),
    };
  };
  const degree = nodes.length - 1;
  return {
    nodes,
    weights,
    tests: [
      test(
        degree - 1,
        highest.map((w, i) => w * places[i]),
      ),
      test(degree, highest),
    ],
  };
}

/** Of the highest power in the Legendre polynomial of a degree. */
function leadingCoefficient(degree: number): number {
  let product = 1;
  for (let k = 1; k <= degree; k++) product *= (2 * k - 1) / k;
  return product;
}

/**
 * Whether a coefficient says that the nodes resolve a function, which is so large at most and varies by so much:
 * whether `variation * share^power` is left out, or the squares are where the power is a half of an odd number.
 */
export function isResolved({ power }: Test, coefficient: number, largest: number, variation: number): boolean {
  const perVariation = 1 / variation;
  const share = Math.abs(coefficient) * perVariation;
  const allowed = leftOut * largest * perVariation;
  const isWhole = power % 1 === 0;
  let error = share;
  for (let i = isWhole ? power : 2 * power; i > 1; i--) error *= share;
  return !(error > (isWhole ? allowed : allowed * allowed));
}
