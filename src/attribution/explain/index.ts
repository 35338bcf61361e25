export type { AlongLine } from './alongLine.ts';
export type { ClassChange } from './classChanges.ts';
export { explain } from './explain.ts';
export type { ExplainedUnit, Explanation } from './explanation.ts';
export type { ExplainRequest } from './request.ts';
export { ruleChoiceNamed, ruleNamed } from './rules.ts';
export type { Completeness, Verdict } from './verdict.ts';
