import { pointMasses, refusing, type Rule } from './rule.ts';

/** Midpoint rule: `t_i = (i + 1/2) / n`. Exact for polynomials of degree 1. */
export const midpoint: Rule<'midpoint'> = refusing({
  name: 'midpoint',
  samples: (n) => n,
  measure: (n) =>
    pointMasses(
      n,
      (i) => (i + 0.5) / n,
      () => 1 / n,
    ),
});
