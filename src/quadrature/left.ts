import { pointMasses, refusing, type Rule } from './rule.ts';

/** Left Riemann sum: `t_i = i / n`. Exact for constants. */
export const left: Rule<'left'> = refusing({
  name: 'left',
  samples: (n) => n,
  measure: (n) =>
    pointMasses(
      n,
      (i) => i / n,
      () => 1 / n,
    ),
});
