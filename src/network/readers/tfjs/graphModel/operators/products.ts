import { UserError } from '../../../../../base/index.ts';
import { Conv2D, Dense, noPadding, Pointwise, type Window } from '../../../../layers/index.ts';
import { formatShape } from '../../../../shape.ts';
import { turned } from '../../../../turned.ts';
import { samePadding } from '../../../samePadding.ts';
import type { GraphNode, TranslateNode } from '../graphNode.ts';
import { fusedBias, withFused } from './activations.ts';

/** A product with a constant matrix, with what is fused with it. */
export const matMul: TranslateNode = (node) => {
  const { attributes } = node;
  if (attributes.flag('transpose_a') || attributes.flag('adj_x'))
    throw new UserError('transpose_a would mix the items of a batch.');
  const matrix = node.constant(1, 'matrix');
  if (matrix.shape.length !== 2)
    throw new UserError(`its matrix has the shape ${formatShape(matrix.shape)}, expected two axes.`);
  const [rows, columns] = matrix.shape;
  const isTurned = attributes.flag('transpose_b') || attributes.flag('adj_y');
  const kernel = isTurned ? turned(matrix.data, rows, columns) : matrix.data;
  const units = isTurned ? rows : columns;
  const bias = fusedBias(node, units);
  const rank = node.computed().shape.length;
  return withFused(node, node.append(rank === 1 ? new Dense(kernel, bias) : new Pointwise(kernel, bias)));
};

/** A convolution, with what is fused with it. */
export const conv2d: TranslateNode = (node) => {
  const image = node.image();
  const kernel = node.constant(1, 'kernel');
  const [rows, columns, channels, filters] = axesOf(kernel.shape);
  const window = windowOf(node, [rows, columns], image.shape);
  return withFused(
    node,
    node.append(new Conv2D(kernel.data, fusedBias(node, filters), window, image.shape[2] / channels), [image]),
  );
};

/** Each channel apart. */
export const depthwiseConv2d: TranslateNode = (node) => {
  const image = node.image();
  const kernel = node.constant(1, 'kernel');
  const [rows, columns, channels, multiplier] = axesOf(kernel.shape);
  const window = windowOf(node, [rows, columns], image.shape);
  const bias = fusedBias(node, channels * multiplier);
  return withFused(node, node.append(new Conv2D(kernel.data, bias, window, channels), [image]));
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
