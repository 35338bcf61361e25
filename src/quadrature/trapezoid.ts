import { pointMasses, refusing, type Rule } from './rule.ts';

/** Composite trapezoid: `t_i = i / n`, half weight at both ends. Exact for polynomials of degree 1. */
export const trapezoid: Rule<'trapezoid'> = refusing({
  name: 'trapezoid',
  samples: (n) => n + 1,
  measure: (n) =>
    pointMasses(
      n + 1,
      (i) => i / n,
      (i) => (i === 0 || i === n ? 0.5 : 1) / n,
    ),
});
