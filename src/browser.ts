/**
 * What runs in a browser as it does in Node.js: networks, and readers that take bytes; attributions, with gradients in
 * float64; restrictions of a network to a line; quadrature rules.
 *
 * @packageDocumentation
 */

// Networks
export {
  Add,
  AveragePool,
  BatchNorm,
  Concat,
  Conv2D,
  Dense,
  ELU,
  Flatten,
  GELU,
  HardTanh,
  inputName,
  type Layer,
  LeakyReLU,
  MaxPool,
  Network,
  type Node,
  type NodeDefinition,
  noPadding,
  Normalize,
  type Padding,
  type PerChannel,
  processImage,
  type Processing,
  ReLU,
  Reshape,
  type Shape,
  Sigmoid,
  Softmax,
  Softplus,
  Tanh,
  type Window,
  ZeroPad,
} from './network/index.ts';
export { readEran } from './network/readers/eran/index.ts';
export { readOnnx, writeOnnx, type OnnxOptions } from './network/readers/onnx/index.ts';
export type { ReadOptions } from './network/readers/index.ts';
export { readTfjs, weightFilesOf } from './network/readers/tfjs/index.ts';

// NumPy's arrays
export { readNpy, readNpz, writeNpy, writeNpz, type NdArray } from './arrays/index.ts';

// Pixels to inputs

// Attributions: any method by one call
export {
  baselineKinds,
  explain,
  methodNamed,
  methods,
  type AlongLine,
  type Baseline,
  type BaselineOptions,
  type ClassChange,
  type Combination,
  type Completeness,
  type ExplainedUnit,
  type ExplainRequest,
  type Explanation,
  type DirectMethod,
  type ExpectationMethod,
  type Method,
  type PathMethod,
  type RandomMethod,
  type MethodName,
  type MethodOptions,
  type Numbers,
  type Option,
  type Output,
  type RuleChoice,
  type Target,
  type Unit,
  type UnitFunction,
  type UsedBaseline,
  type Verdict,
} from './attribution/index.ts';
export type { ConstantKind, NoiseKind } from './attribution/baselines/index.ts';
export type { Derivative, GradientOptions, PointGradients, Points, PointValues } from './gradients/index.ts';

// Perturbation methods of any function, which needs no network
export {
  countFeatures,
  defaultMask,
  featureAblation,
  kernelShap,
  lime,
  occlusion,
  shapleyValues,
  shapleyValueSampling,
  type FeatureAttributions,
  type FeatureMask,
  type KernelShapOptions,
  type LimeOptions,
  type MaskedPerturbation,
  type OcclusionOptions,
  type Perturbation,
  type ShapleyValueSamplingOptions,
  type Values,
} from './attribution/index.ts';

// Attributions compared, and scored
export {
  deletionScore,
  insertionScore,
  rankCorrelation,
  relativeError,
  relativeL1,
  relativeL2,
  softmaxProbability,
  type Evaluate,
  type Scoring,
} from './attribution/index.ts';

// A network on a line, whole or in parts, and integrals along it against any measure
export {
  attributePart,
  exactIntegratedGradients,
  forecast,
  PartedLine,
  ruleNamed,
  type AnswerForecast,
  type Comparison,
  type ExactAttributions,
  type ExactOptions,
  type Integrator,
  type LineAttributions,
  type OutputOnLine,
  type PartAttributions,
} from './attribution/index.ts';
export {
  endpoints,
  outputAt,
  outputPath,
  regionOf,
  restrict,
  type Crossings,
  type Ends,
  type Mixture,
  type OutputPath,
  type Reference,
  type Restriction,
  type RestrictOptions,
  type StraightLine,
} from './line/index.ts';
export {
  captumRules,
  lebesgue,
  rules,
  type Measure,
  type Rule,
  type CaptumRuleName,
  type RuleName,
  type Steps,
} from './quadrature/index.ts';

export { UserError } from './base/index.ts';
