import type { Numbers } from '../../base/index.ts';
import type { GradientOptions, PointGradients } from '../../gradients/index.ts';
import type { Output } from '../head/index.ts';
import type { MethodName, MethodOptions } from '../methods/index.ts';
import type { Target } from '../target/index.ts';

/**
 * What `explain` is asked. Every method takes the first group; the others only the methods that list them in
 * `methods`: an option that a method does not take is an error.
 */
export interface ExplainRequest extends MethodOptions {
  /** Name of a method: one of `methods`. */
  readonly method: MethodName;
  /** One input of the network or a batch of them, in row, column, channel order. */
  readonly input: Numbers | readonly Numbers[];
  /**
   * What is explained, one or several, EACH of EVERY input: two inputs and two targets are four answers, not two pairs
   * as in Captum; units of one layer share the network on the line. Neuron integrated gradients take none.
   */
  readonly target?: Target | readonly Target[];
  /**
   * Of a network that ends in a softmax or sigmoid, whether its outputs are explained as they are, or what goes into
   * that layer. Default: probability.
   */
  readonly output?: Output;
  /**
   * Where outputs and gradients at points are computed; default: float64 in plain TypeScript. Options with a
   * backend choose TensorFlow.js for this call; what `gradientsOf` made serves many calls, and is left open.
   */
  readonly gradients?: GradientOptions | PointGradients;
}
