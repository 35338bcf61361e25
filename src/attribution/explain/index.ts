export type { AlongLine, ClassChange } from './alongLine.ts';
export { explain } from './explain.ts';
export type { ExplainedUnit, Explanation } from './explanation.ts';
export type { ExplainRequest } from './request.ts';
export { ruleChoiceNamed, ruleNamed } from './rules.ts';
export type { Completeness, Verdict } from './verdict.ts';
