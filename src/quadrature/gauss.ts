import { asymptoticNode, type GaussNode } from './gaussAsymptotic.ts';
import type { Measure } from './measure.ts';
import { pointMasses, refusing, type Rule } from './rule.ts';

/** Measures that were asked for, by their number of partitions: many lines are studied with the same. */
const known = new Map<number, Measure>();

/** Nodes from which on an expansion is exact to rounding. */
const many = 4096;

/**
 * Gauss-Legendre with n + 1 nodes, exact for polynomials of degree 2n + 1. Nodes are roots of the Legendre
 * polynomial by Newton's method from Tricomi's approximation, to 1e-14, O(n^2); from 4,096 on each is found by an
 * expansion, to rounding, O(n). Once for each n; n = 0 is the midpoint.
 */
export const gauss: Rule<'gauss'> = refusing(
  {
    name: 'gauss',
    samples: (n) => n + 1,
    measure: (n) => {
      const measure = known.get(n) ?? gaussMeasure(n + 1);
      known.set(n, measure);
      return measure;
    },
  },
  0,
);

/** The rule is symmetric: the lower half is computed, the upper half mirrored. */
function gaussMeasure(count: number): Measure {
  const nodeOf = count < many ? legendreNode : asymptoticNode;
  const half = Array.from({ length: Math.ceil(count / 2) }, (_, i) => nodeOf(count, i + 1));
  const mirrored = (i: number): GaussNode => half[Math.min(i, count - 1 - i)];
  return pointMasses(
    count,
    (i) => (2 * i + 1 === count ? 1 / 2 : i < half.length ? half[i].node : 1 - mirrored(i).node),
    (i) => mirrored(i).weight,
  );
}

/** The node with a number, from the lowest up from 1, from a root of the Legendre polynomial of degree `count`. */
export function legendreNode(count: number, number: number): GaussNode {
  const angle = (Math.PI * (4 * number - 1)) / (4 * count + 2);
  let root = (1 - (count - 1) / (8 * count ** 3)) * Math.cos(angle);
  for (let step = 0; step < 20; step++) {
    const { value, derivative } = legendre(count, root);
    const change = value / derivative;
    root -= change;
    if (Math.abs(change) < 1e-15) break;
  }
  const { derivative } = legendre(count, root);
  return { node: (1 - root) / 2, weight: 1 / ((1 - root) * (1 + root) * derivative ** 2) };
}

/** The Legendre polynomial of a degree >= 1 and its derivative at x in [-1, 1], by the three-term recurrence. */
export function legendre(degree: number, x: number): { value: number; derivative: number } {
  let previous = 1;
  let value = x;
  for (let k = 2; k <= degree; k++) {
    const next = ((2 * k - 1) * x * value - (k - 1) * previous) / k;
    previous = value;
    value = next;
  }
  return { value, derivative: (degree * (previous - x * value)) / ((1 - x) * (1 + x)) };
}
