import type { NdArray } from '../arrays/index.ts';
import type { Processing, Shape } from '../network/index.ts';

/** The order of an array's axes: channels before rows and columns, or behind them. */
export type Layout = 'nchw' | 'nhwc';

/** One input of a network. */
export interface Input {
  /** Where it is from, like `mnist_test:3`. */
  readonly name: string;
  /** In the network's own scale, in row, column, channel order. */
  readonly values: Float64Array;
  /** Of tabular data: the numbers as the file has them. */
  readonly raw?: Float64Array;
  /** What the data say that it is: an output's index, or its name. */
  readonly label?: string;
}

/** Inputs of a network, and all that was assumed to make them of what was given. */
export interface Inputs {
  readonly inputs: readonly Input[];
  /** How pixels became inputs; absent of what was taken as it is. */
  readonly processing?: Processing;
  /** Of tabular data: what the numbers of an input are called. */
  readonly features?: readonly string[];
  /** What was assumed, each in a sentence. */
  readonly assumptions: readonly string[];
  /** What the numbers speak against, each in a sentence. */
  readonly warnings: readonly string[];
  /** Attributions of the inputs, one after the other, as an array in the layout that the inputs came in. */
  arrayOf(attributions: readonly Float64Array[], shape: Shape): Pick<NdArray, 'shape' | 'data'>;
}

/** How what is given is to be read; what is left out is assumed and told. */
export interface InputOptions {
  readonly processing?: ProcessingOptions;
  readonly layout?: Layout;
  readonly channels?: 'rgb' | 'bgr';
  readonly labelColumn?: string;
  readonly scale?: 'none' | 'standardise';
}

/** `(pixel / divisor - mean) / std`, or a processing by its name. */
export interface ProcessingOptions {
  readonly name?: string;
  readonly divisor?: number;
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
}
