import { type Numbers } from '../base/index.ts';
import type { GradientOptions, PointGradients } from '../gradients/index.ts';
import type { Processing } from '../network/index.ts';
import type { Baseline } from './baselines/index.ts';
import type { FeatureMask } from './features/index.ts';
import type { Output } from './head/logits.ts';
import type { Target, Unit } from './target.ts';

/**
 * What `explain` is asked. Every method takes the first group; the others only the methods that list them in
 * `methods`: an option that a method does not take is an error.
 */
export interface ExplainRequest extends MethodOptions {
  /** Name of a method: one of `methods`. */
  readonly method: string;
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

/** Options of some methods. */
export interface MethodOptions {
  /**
   * One layer or several, by name, each explained by itself unless they move together. Default: the last convolution.
   */
  readonly layer?: string | readonly string[];
  /**
   * Several layers share one line, on which all of them move, as a list of layers does in Captum's
   * LayerIntegratedGradients; their attributions sum to the output's difference together. Default: false.
   */
  readonly layersTogether?: boolean;
  /** Whether the layer's output or its input is explained. Default: output. */
  readonly attributeTo?: 'output' | 'input';
  /** A unit of the layer, of neuron methods. Of other methods any unit can be the target. */
  readonly neuron?: Unit;
  /** Where the line begins, one or several. Default: black. */
  readonly baseline?: Baseline | readonly Baseline[];
  /** One answer for all baselines, the mean, and not one for each. */
  readonly averageBaselines?: boolean;
  /**
   * How pixels, 0 to 255, become inputs: `pixel / divisor + offset`, alike for all or by channel. Default: divisor 255,
   * offset 0.
   */
  readonly processing?: Processing;
  /**
   * `exact`, the name of a quadrature rule, or `random`. Default: exact where that is possible and neither n nor a
   * tolerance is given, else gauss, of random methods random.
   */
  readonly rule?: string;
  /**
   * Partitions of the rule, of Captum's rules its steps; of random methods samples. Default: 50, of random methods
   * their own.
   */
  readonly n?: number;
  /**
   * A relative tolerance, like 0.01: n is doubled until the verdict is that it is met, so that a smaller n may do too.
   */
  readonly within?: number;
  /** Of random numbers. Default: 0. */
  readonly seed?: number;
  /** False leaves out the product with what the line changes: local attributions. Default: true. */
  readonly multiplyByInputs?: boolean;
  /** Standard deviation of normal noise added to the input, in the network's own scale. Default: 0. */
  readonly deviation?: number;
  /** For each element of the input its feature. Default: cells of 4 x 4 pixels, or each element. */
  readonly features?: FeatureMask;
  /** Rows and columns of the occluding window. */
  readonly window?: readonly [number, number];
  /** How far the window moves. Default: 1 x 1. */
  readonly strides?: readonly [number, number];
  /**
   * Bytes that an exact answer may take for the network on the line, beside the program, the network as it was read and
   * the answer; without it as many as are needed and at most 128 MiB more. Results do not depend on it.
   */
  readonly memory?: number;
  /** Told how much of a long answer is done. */
  readonly progress?: (done: number, all: number) => void;
}
