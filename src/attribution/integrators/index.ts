export type { LineOptions as ExactOptions } from '../line/index.ts';
export {
  type ExactAttributions,
  exactIntegratedGradients,
  type LineAttributions,
  outputDifference,
  type OutputOnLine,
} from './exact.ts';
export { type AnswerForecast, forecast } from './forecast.ts';
export { type Ends, endsOf, targetAtEnds } from './ends.ts';
export { type Integrand, integratedGradient } from './integrand.ts';
export { integrateAtPoints } from './points.ts';
export { integrateOverRegions } from './regions.ts';
export type { Comparison, Integrator } from './integrator.ts';
export { NetworkIntegrator } from './networkIntegrator.ts';
export { attributePart, type PartAttributions, PartedLine } from './parts.ts';
