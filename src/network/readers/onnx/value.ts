import type { Shape } from '../../shape.ts';
import type { Order } from '../order.ts';

/** What a name in an ONNX graph stands for. */
export type Value = Constant | Tensor;

/** Numbers that stand in the model: weights, sizes. */
export interface Constant {
  readonly kind: 'constant';
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** What a node computes for one item: ONNX's first axis, the batch, is left out everywhere. */
export interface Tensor {
  readonly kind: 'tensor';
  /** In ONNX's axes: channels, rows, columns for most images. */
  readonly shape: Shape;
  /** The node of ours, or its input, that holds the elements, and its shape. */
  readonly node: string;
  readonly ours: Shape;
  /** Where the elements stand in ours. Transpose, Flatten and Reshape change this and nothing else. */
  readonly order: Order;
}

/** A tensor that is an image of ours: rows, columns, channels. */
export interface ImageTensor extends Tensor {
  readonly ours: readonly [number, number, number];
}
