export {
  exactIntegratedGradients,
  outputDifference,
  type ExactAttributions,
  type ExactOptions,
  type LineAttributions,
} from './exact.ts';
export type { AlongLine, ClassChange } from './alongLine.ts';
export { checkWhole } from './checkWhole.ts';
export { normal, randomOf } from './random.ts';
export {
  baselineKinds,
  makeBaselines,
  type Baseline,
  type BaselineOptions,
  type ConstantKind,
  type NoiseKind,
  type UsedBaseline,
} from './baselines/index.ts';
export { explain } from './explain.ts';
export type { ExplainedUnit, Explanation } from './explanation.ts';
export { forecast, type AnswerForecast } from './forecast.ts';
export type { Comparison, Integrator } from './integrator.ts';
export type { Output } from './head/logits.ts';
export { behindFrontier, bendBehindSmooth, insideHead } from './head/smooth.ts';
export { checkStraight } from './ending.ts';
export type { Method, Option } from './method.ts';
export { methodNamed, methods, type MethodName } from './methods/index.ts';
export { NetworkIntegrator } from './networkIntegrator.ts';
export type { MethodOptions, RuleChoice } from './methodOptions.ts';
export type { ExplainRequest } from './request.ts';
export { attributePart, PartedLine, type Part, type PartAttributions } from './parts.ts';
export type { Numbers } from '../base/index.ts';
export { ruleChoiceNamed, ruleNamed } from './rules.ts';
export * from './features/index.ts';
export * from './metrics/index.ts';
export * from './study/index.ts';
export type { Combination, Target, Unit, UnitFunction } from './target.ts';
export type { Completeness, Verdict } from './verdict.ts';
