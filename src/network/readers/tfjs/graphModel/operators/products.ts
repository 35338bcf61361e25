import { UserError } from '../../../../../base/index.ts';
import {
  Conv2D,
  ConvTranspose2D,
  Dense,
  MatMul,
  noPadding,
  Pointwise,
  Select,
  type Window,
} from '../../../../layers/index.ts';
import { formatShape } from '../../../../shape.ts';
import { turned } from '../../../../turned.ts';
import { gather, transposedOrder } from '../../../order.ts';
import { samePadding } from '../../../samePadding.ts';
import type { GraphNode, TranslateNode } from '../graphNode.ts';
import type { Computed, Constant } from '../value.ts';
import { fusedBias, withFused } from './activations.ts';

/** A product with a constant matrix, or of two values for each place of their first axes, with what is fused with it. */
export const matMul: TranslateNode = (node) => {
  const { attributes } = node;
  const [left, right] = [node.computed(), node.value(1)];
  const [turnsLeft, turnsRight] = [
    attributes.flag('transpose_a') || attributes.flag('adj_x'),
    attributes.flag('transpose_b') || attributes.flag('adj_y'),
  ];
  if (right.kind === 'computed') return productOf(node, [left, right], [turnsLeft, turnsRight]);
  if (turnsLeft) throw new UserError('transpose_a would mix the items of a batch.');
  const shape = right.shape.filter((size, axis) => size !== 1 || axis >= right.shape.length - 2);
  if (shape.length !== 2)
    throw new UserError(`its matrix has the shape ${formatShape(right.shape)}, expected two axes.`);
  const [rows, columns] = shape;
  const kernel = turnsRight ? turned(right.data, rows, columns) : right.data;
  const bias = fusedBias(node, turnsRight ? rows : columns);
  return withFused(node, node.append(left.shape.length === 1 ? new Dense(kernel, bias) : new Pointwise(kernel, bias)));
};

/** The product of two values, whose last two axes may be turned first. */
function productOf(node: GraphNode, values: readonly Computed[], turns: readonly boolean[]): Computed {
  if (values.some(({ shape }) => shape.length < 2))
    throw new UserError('it multiplies two values across the items of a batch.');
  const matrices = values.map((value, i) => {
    const { shape } = value;
    const axes = [...shape.keys()].slice(0, -2);
    const order = [...axes, shape.length - 1, shape.length - 2];
    if (!turns[i]) return value;
    const select = new Select(
      order.map((axis) => shape[axis]),
      transposedOrder(shape, order),
    );
    return node.append(select, [value], '/turned');
  });
  return node.append(new MatMul(), matrices);
}

/** A convolution, with what is fused with it. */
export const conv2d: TranslateNode = (node) => {
  const kernel = node.constant(1, 'kernel');
  const [, , channels, filters] = axesOf(kernel.shape);
  return convolved(node, kernel, filters, (image) => image.shape[2] / channels);
};

/** Each channel apart. */
export const depthwiseConv2d: TranslateNode = (node) => {
  const kernel = node.constant(1, 'kernel');
  const [, , channels, multiplier] = axesOf(kernel.shape);
  return convolved(node, kernel, channels * multiplier, () => channels);
};

/** @param groupsOf how many groups of channels there are */
function convolved(
  node: GraphNode,
  kernel: Constant,
  filters: number,
  groupsOf: (image: Computed) => number,
): Computed {
  const image = node.image();
  const [rows, columns] = kernel.shape;
  const window = inBlocks(windowOf(node, [rows, columns], image.shape), image);
  const layer = new Conv2D(kernel.data, fusedBias(node, filters), window, groupsOf(image));
  const value = withFused(node, node.append(layer, [image]));
  return image.block === undefined ? value : { ...value, block: image.block };
}

/** Of an image for each place of a block the window reaches over blocks. */
function inBlocks(window: Window, { block }: Computed): Window {
  if (block === undefined) return window;
  const { strides, padding, dilations = [1, 1] } = window;
  if (strides.some((stride) => stride !== 1) || Object.values(padding).some((cells) => cells !== 0))
    throw new UserError('within blocks only strides of 1 and no padding are supported.');
  return { ...window, dilations: [dilations[0] * block[0], dilations[1] * block[1]] };
}

/** A convolution transposed: the kernel is rows x columns x filters x channels, and the image comes last. */
export const transposedConv2d: TranslateNode = (node) => {
  const kernel = node.constant(1, 'kernel');
  const [rows, columns, filters, channels] = axesOf(kernel.shape);
  const image = node.image(2);
  const [, height, width] = node.constant(0, 'output shape').data;
  const target = [height, width];
  const window = windowOf(node, [rows, columns], target);
  const { size, strides, dilations = [1, 1], padding } = window;
  const [cut, over] = [
    [padding.top + padding.bottom, padding.left + padding.right],
    [0, 1].map(
      (axis) => target[axis] - (image.shape[axis] - 1) * strides[axis] - dilations[axis] * (size[axis] - 1) - 1,
    ),
  ];
  const added: readonly [number, number] = [over[0] + cut[0], over[1] + cut[1]];
  if (!added.every((cells, axis) => Number.isInteger(cells) && cells >= 0 && cells < strides[axis]))
    throw new UserError(`its output of ${height} x ${width} cells is not one that its window gives.`);
  const turnedKernel = gather(kernel.data, transposedOrder([rows, columns, filters, channels], [0, 1, 3, 2]));
  return node.append(new ConvTranspose2D(turnedKernel, new Float64Array(filters), window, added), [image]);
};

/** The window of a convolution or pooling, from its attributes. */
export function windowOf(node: GraphNode, size: readonly [number, number], image: readonly number[]): Window {
  const { attributes } = node;
  const strides = pairOf(attributes.wholes('strides'), 'strides');
  const dilations = pairOf(attributes.wholes('dilations'), 'dilations');
  const window = { size, strides, dilations };
  const padding = attributes.word('padding', 'VALID');
  if (padding === 'VALID') return { ...window, padding: noPadding };
  if (padding === 'SAME') {
    const reach = [dilations[0] * (size[0] - 1) + 1, dilations[1] * (size[1] - 1) + 1] as const;
    return { ...window, padding: samePadding({ size: reach, strides }, image, 'end') };
  }
  const explicit = attributes.wholes('explicit_paddings');
  if (padding !== 'EXPLICIT' || explicit.length !== 8)
    throw new UserError(`its padding is '${padding}', expected VALID, SAME or EXPLICIT with eight numbers.`);
  const [, , top, bottom, left, right] = explicit;
  return { ...window, padding: { top, left, bottom, right } };
}

/** Rows and columns of four numbers for batch, rows, columns and channels; 1 where there are none. */
export function pairOf(numbers: readonly number[], name: string): readonly [number, number] {
  if (numbers.length === 0) return [1, 1];
  const [batch, rows, columns, channels] = numbers;
  if (numbers.length === 4 && batch === 1 && channels === 1) return [rows, columns];
  throw new UserError(`its ${name} are [${numbers.join(', ')}], expected 1, rows, columns, 1.`);
}

function axesOf(shape: readonly number[]): readonly number[] {
  if (shape.length === 4) return shape;
  throw new UserError(`its kernel has the shape ${formatShape(shape)}, expected rows x columns x channels x filters.`);
}
