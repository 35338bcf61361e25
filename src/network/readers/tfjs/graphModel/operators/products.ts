import { UserError } from '../../../../../base/index.ts';
import { Conv2D, ConvTranspose2D, Dense, MatMul, Pointwise, Select, type Window } from '../../../../layers/index.ts';
import { formatShape } from '../../../../shape.ts';
import { turned } from '../../../../turned.ts';
import { gather, transposedOrder } from '../../../order.ts';
import type { GraphNode, TranslateNode } from '../graphNode.ts';
import type { Computed, Constant } from '../value.ts';
import { fusedBias, withFused } from './activations.ts';
import { windowOf } from './window.ts';

/**
 * A product with a constant matrix on either side, or of two values for each place of their first axes, with what is
 * fused with it.
 */
export const matMul: TranslateNode = (node) => {
  const { attributes } = node;
  const [left, right] = [node.value(0), node.value(1)];
  const turnsLeft = attributes.flag('transpose_a') || attributes.flag('adj_x');
  const turnsRight = attributes.flag('transpose_b') || attributes.flag('adj_y');
  if (left.kind === 'constant') return constantBy(node, matrixOf(left, turnsLeft), node.computed(1), turnsRight);
  if (right.kind === 'computed') return productOf(node, [left, right], [turnsLeft, turnsRight]);
  if (turnsLeft) throw new UserError('transpose_a would mix the items of a batch.');
  return withFused(node, byConstant(node, left, matrixOf(right, turnsRight)));
};

/** A constant of two axes, or with some of size 1 in front. */
function matrixOf({ shape, data }: Constant, turns: boolean): Constant {
  const axes = shape.filter((size, axis) => size !== 1 || axis >= shape.length - 2);
  if (axes.length !== 2) throw new UserError(`its matrix has the shape ${formatShape(shape)}, expected two axes.`);
  const [rows, columns] = axes;
  if (!turns) return { kind: 'constant', shape: axes, data };
  return { kind: 'constant', shape: [columns, rows], data: turned(data, rows, columns) };
}

/** The last axis of a value times a matrix, with biases that are fused. */
function byConstant(node: GraphNode, value: Computed, { shape: [, columns], data }: Constant): Computed {
  const bias = fusedBias(node, columns);
  return node.append(value.shape.length === 1 ? new Dense(data, bias) : new Pointwise(data, bias), [value]);
}

/** A matrix times a value, by its last two axes: what is turned times the matrix turned, turned back. */
function constantBy(node: GraphNode, matrix: Constant, value: Computed, isTurned: boolean): Computed {
  if (value.shape.length < 2) throw new UserError('it multiplies a constant across the items of a batch.');
  const [rows, columns] = matrix.shape;
  const last = isTurned ? value : swapped(node, value, '/turned');
  const turnedMatrix: Constant = { ...matrix, shape: [columns, rows], data: turned(matrix.data, rows, columns) };
  return swapped(node, byConstant(node, last, turnedMatrix), '/back');
}

/** A value with its last two axes swapped. */
function swapped(node: GraphNode, value: Computed, suffix: string): Computed {
  const { shape } = value;
  const order = [...[...shape.keys()].slice(0, -2), shape.length - 1, shape.length - 2];
  const axes = order.map((axis) => shape[axis]);
  return node.append(new Select(axes, transposedOrder(shape, order)), [value], suffix);
}

/** The product of two values, whose last two axes may be turned first. */
function productOf(node: GraphNode, values: readonly Computed[], turns: readonly boolean[]): Computed {
  if (values.some(({ shape }) => shape.length < 2))
    throw new UserError('it multiplies two values across the items of a batch.');
  const matrices = values.map((value, i) => (turns[i] ? swapped(node, value, '/turned') : value));
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

function axesOf(shape: readonly number[]): readonly number[] {
  if (shape.length === 4) return shape;
  throw new UserError(`its kernel has the shape ${formatShape(shape)}, expected rows x columns x channels x filters.`);
}
