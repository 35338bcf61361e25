/** Values and gradients at points: what every engine answers, and the one in float64, without TensorFlow.js. */
export { Float64Gradients } from './float64.ts';
export {
  countOf,
  nodesAt,
  type Derivative,
  type PointGradients,
  type Points,
  type PointValues,
} from './pointGradients.ts';
