export {
  type AnswerForecast,
  attributePart,
  type Comparison,
  type ExactAttributions,
  exactIntegratedGradients,
  type ExactOptions,
  forecast,
  type Integrator,
  type LineAttributions,
  NetworkIntegrator,
  outputDifference,
  type OutputOnLine,
  type PartAttributions,
  PartedLine,
} from './integrators/index.ts';
export {
  type AlongLine,
  type ClassChange,
  type Completeness,
  explain,
  type ExplainedUnit,
  type ExplainRequest,
  type Explanation,
  ruleChoiceNamed,
  ruleNamed,
  type Verdict,
} from './explain/index.ts';
export { normal, randomOf } from './numbers/index.ts';
export {
  baselineKinds,
  makeBaselines,
  type Baseline,
  type BaselineOptions,
  type ConstantKind,
  type NoiseKind,
  type UsedBaseline,
} from './baselines/index.ts';
export { behindFrontier, tooManyBends, checkStraight, insideHead, type Output } from './head/index.ts';
export {
  type DirectMethod,
  type ExpectationMethod,
  type Method,
  type PathMethod,
  type RandomMethod,
  type MethodName,
  methodNamed,
  type MethodOptions,
  methods,
  type Option,
  type RuleChoice,
} from './methods/index.ts';
export type { Numbers } from '../base/index.ts';
export * from './features/index.ts';
export * from './metrics/index.ts';
export * from './study/index.ts';
export type { Combination, Target, Unit, UnitFunction } from './target/index.ts';
