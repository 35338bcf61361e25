/** Gradients of a network at points: the contract, and the way in float64. */
export { Float64Gradients } from './float64.ts';
export { backendNames, type GradientOptions } from './options.ts';
export {
  countOf,
  nodesAt,
  type Derivative,
  type PointGradients,
  type Points,
  type PointValues,
} from './pointGradients.ts';
