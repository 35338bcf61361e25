import type { LineOptions } from '../line/index.ts';
import type { Processing } from '../../network/index.ts';
import type { RuleName } from '../../quadrature/index.ts';
import type { Baseline } from '../baselines/index.ts';
import type { FeatureMask } from '../features/index.ts';
import type { Unit } from '../target/index.ts';

/** `exact`, a quadrature rule, or `random`. */
export type RuleChoice = 'exact' | 'random' | RuleName;

/** Options of some methods. */
export interface MethodOptions extends LineOptions {
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
  readonly rule?: RuleChoice;
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
}
