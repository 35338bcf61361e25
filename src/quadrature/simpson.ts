import { pointMasses, refusing, type Rule } from './rule.ts';

/**
 * Composite Simpson. For even n the usual weights, exact for polynomials of degree 3. For odd n the mean of
 * the two rules that close with one trapezoid at either end, exact for degree 1; n = 1 is the trapezoid.
 */
export const simpson: Rule<'simpson'> = refusing({
  name: 'simpson',
  samples: (n) => n + 1,
  measure: (n) => pointMasses(n + 1, (i) => i / n, n % 2 === 0 ? (i) => evenWeight(i, n) : (i) => oddWeight(i, n)),
});

/** Weight of node i of composite Simpson with an even number m of partitions of length 1 / n. */
function evenWeight(i: number, n: number, m = n): number {
  if (i === 0 || i === m) return 1 / (3 * n);
  return (i % 2 === 1 ? 4 : 2) / (3 * n);
}

/** Half of the rule whose trapezoid is the last partition and half of the one whose trapezoid is the first. */
function oddWeight(i: number, n: number): number {
  return (closedByTrapezoid(i, n) + closedByTrapezoid(n - i, n)) / 2;
}

function closedByTrapezoid(i: number, n: number): number {
  const simpsonPart = i < n && n > 1 ? evenWeight(i, n, n - 1) : 0;
  const trapezoidPart = i >= n - 1 ? 1 / (2 * n) : 0;
  return simpsonPart + trapezoidPart;
}
