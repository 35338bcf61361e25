import { pointMasses, refusing, type Rule } from './rule.ts';

/** Right Riemann sum: `t_i = (i + 1) / n`. Exact for constants. */
export const right: Rule<'right'> = refusing({
  name: 'right',
  samples: (n) => n,
  measure: (n) =>
    pointMasses(
      n,
      (i) => (i + 1) / n,
      () => 1 / n,
    ),
});
