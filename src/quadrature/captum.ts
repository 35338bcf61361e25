import { gauss } from './gauss.ts';
import { left } from './left.ts';
import { midpoint } from './midpoint.ts';
import { right } from './right.ts';
import { pointMasses, refusing, type Rule } from './rule.ts';

export type CaptumRuleName = `captum_${'left' | 'right' | 'middle' | 'trapezoid' | 'gausslegendre'}`;

/**
 * The rules of Captum (0.8, `captum/attr/_utils/approximation_methods.py`) under its own count: n is its `n_steps`,
 * the number of nodes. Left, right and middle are the rules themselves; `gausslegendre` has n nodes and not n + 1.
 */
export const captumRules: readonly Rule<CaptumRuleName>[] = [
  { ...left, name: 'captum_left' },
  { ...right, name: 'captum_right' },
  { ...midpoint, name: 'captum_middle' },
  refusing({ name: 'captum_trapezoid', samples: (n) => n, measure: trapezoid }, 2),
  refusing({ name: 'captum_gausslegendre', samples: (n) => n, measure: (n) => gauss.measure(n - 1) }),
];

/** n nodes from 0 to 1, but weights of 1/n, halved at both ends: they sum to (n - 1) / n. */
function trapezoid(n: number): ReturnType<Rule['measure']> {
  return pointMasses(
    n,
    (i) => i / (n - 1),
    (i) => (i === 0 || i === n - 1 ? 0.5 : 1) / n,
  );
}
