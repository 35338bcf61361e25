import { checkShape, sizeOf, type Shape } from '../../shape.ts';
import { channelFirstOrder, identityOrder, type Order } from '../order.ts';

/** What a name in an ONNX graph stands for. */
export type Value = Constant | Tensor;

/** Numbers that stand in the model or follow from it: weights, sizes. */
export interface Constant {
  readonly kind: 'constant';
  readonly shape: Shape;
  readonly data: Float64Array;
  /** True of whole numbers, whose quotients are whole too. */
  readonly isInteger: boolean;
}

/** What a node computes, for a batch of one item. */
export interface Tensor {
  readonly kind: 'tensor';
  /** In ONNX's axes, the batch among them: 1, channels, rows, columns for most images. */
  readonly shape: Shape;
  /** The node of ours, or its input, that holds the elements, and its shape. */
  readonly node: string;
  readonly ours: Shape;
  /**
   * Where the elements stand in ours. What moves no element, like Transpose, Flatten and Reshape, changes this and
   * nothing else.
   */
  readonly order: Order;
}

/** A tensor that is an image of ours: rows, columns, channels. */
export interface ImageTensor extends Tensor {
  readonly ours: readonly [number, number, number];
}

/** Where the elements of a tensor stand. */
export interface Layout {
  readonly ours: Shape;
  readonly order: Order;
}

/**
 * How tensors of a shape stand in ours unless something else is at hand: images by rows, columns and channels, all else
 * as in ONNX.
 *
 * @throws UserError if there are no units or too many
 */
export function layoutOf(shape: Shape): Layout {
  checkShape(shape);
  const item = hasBatch(shape) ? shape.slice(1) : shape;
  if (!isImage(shape)) return { ours: item.length === 0 ? [1] : item, order: identityOrder(sizeOf(item)) };
  const ours = [item[1], item[2], item[0]];
  return { ours, order: channelFirstOrder(ours) };
}

/** Is the first axis a batch of one item? */
function hasBatch(shape: Shape): boolean {
  return shape.length > 1 && shape[0] === 1;
}

/** One item of channels, rows and columns. */
export function isImage(shape: Shape): boolean {
  return shape.length === 4 && shape[0] === 1;
}

/** Which axis of ours, in the layout of a shape, is one of ONNX's; none of them, a number below 0, is the batch. */
export function axisInLayout(shape: Shape, axis: number): number {
  return isImage(shape) ? [-1, 2, 0, 1][axis] : axis - Number(hasBatch(shape));
}

export function constantOf(shape: Shape, values: ArrayLike<number>, isInteger = false): Constant {
  return {
    kind: 'constant',
    shape,
    data: values instanceof Float64Array ? values : Float64Array.from(values),
    isInteger,
  };
}
