import type { Measure } from './measure.ts';
import { pointMasses, type Rule } from './rule.ts';

/** Measures that were asked for, by their number of partitions: many lines are studied with the same. */
const known = new Map<number, Measure>();

/**
 * Gauss-Legendre with n + 1 nodes, exact for polynomials of degree 2n + 1. Nodes are roots of the Legendre
 * polynomial by Newton's method from Tricomi's approximation, to 1e-14 for at least 1,006 nodes; O(n^2), once for each
 * n.
 */
export const gauss: Rule = {
  name: 'gauss',
  samples: (n) => n + 1,
  measure: (n) => {
    const measure = known.get(n) ?? gaussMeasure(n + 1);
    known.set(n, measure);
    return measure;
  },
};

/** The rule is symmetric: the lower half is computed, the upper half mirrored. */
function gaussMeasure(count: number): Measure {
  const half = Array.from({ length: Math.ceil(count / 2) }, (_, i) => legendreRoot(count, i));
  const mirrored = (i: number): number => Math.min(i, count - 1 - i);
  return pointMasses(
    count,
    (i) => (i < half.length ? (1 - half[i].root) / 2 : (1 + half[mirrored(i)].root) / 2),
    (i) => half[mirrored(i)].weight / 2,
  );
}

/** The root number i, from the largest down, of the Legendre polynomial of a degree, and its weight on [-1, 1]. */
function legendreRoot(degree: number, i: number): { root: number; weight: number } {
  if (2 * i + 1 === degree) return { root: 0, weight: 2 / legendre(degree, 0).derivative ** 2 };
  const angle = (Math.PI * (4 * i + 3)) / (4 * degree + 2);
  let root = (1 - (degree - 1) / (8 * degree ** 3)) * Math.cos(angle);
  for (let step = 0; step < 20; step++) {
    const { value, derivative } = legendre(degree, root);
    const change = value / derivative;
    root -= change;
    if (Math.abs(change) < 1e-15) break;
  }
  const { derivative } = legendre(degree, root);
  return { root, weight: 2 / ((1 - root) * (1 + root) * derivative ** 2) };
}

/** The Legendre polynomial of a degree >= 1 and its derivative at x in (-1, 1), by the three-term recurrence. */
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
