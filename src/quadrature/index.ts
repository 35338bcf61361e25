import { captumRules, type CaptumRuleName } from './captum.ts';
import { gauss } from './gauss.ts';
import { left } from './left.ts';
import { midpoint } from './midpoint.ts';
import { right } from './right.ts';
import type { Rule } from './rule.ts';
import { simpson } from './simpson.ts';
import { trapezoid } from './trapezoid.ts';

export {
  densityBefore,
  integrateSteps,
  lebesgue,
  pointMass,
  sameAlpha,
  stepMeasure,
  stepsAt,
  totalMass,
  type Measure,
  type Steps,
} from './measure.ts';
export { extendedRule, isResolved, lobattoRule, resolvedRule, watchedRule, type ResolvedRule } from './resolved.ts';
export type { Rule } from './rule.ts';
export { captumRules, type CaptumRuleName, gauss, left, midpoint, right, simpson, trapezoid };

/** The registry. */
const registry = [left, right, midpoint, trapezoid, simpson, gauss] as const;

/** The rules, and Captum's own forms of them. */
export type RuleName = (typeof registry)[number]['name'] | CaptumRuleName;

/** Every rule that the study compares. */
export const rules: readonly Rule<(typeof registry)[number]['name']>[] = registry;
