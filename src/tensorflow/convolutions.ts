import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import {
  wholePadding,
  type Conv2D,
  type ConvTranspose2D,
  type Padding,
  type Shape,
  type Window,
} from '../network/index.ts';
import type { DeviceLayer, Keep } from './deviceLayer.ts';
import { gradientByConvolution, gradientByTransposition, type InputGradient } from './inputGradient.ts';
import { backwards, slidingKernel, type Kernel } from './slidingKernel.ts';

/** A kernel, and the image over which it slides. */
interface Sliding {
  readonly kernel: Kernel;
  readonly window: Window;
  readonly image: Shape;
}

/** Two-dimensional convolution. */
export function convolution({ kernel, bias, filters, window, groups }: Conv2D, image: Shape, keep: Keep): DeviceLayer {
  const weights: Kernel = {
    values: new Float32Array(kernel),
    size: window.size,
    depth: image[2] / groups,
    filters,
    groups,
  };
  const sliding = { kernel: weights, window: { ...window, padding: wholePadding(window, image) }, image };
  const constants = keep(tf.tensor1d(new Float32Array(bias)));
  const [convolve, spread] = [convolver(sliding, keep), spreader(sliding, keep)];
  return {
    forward: ([x]) => convolve(x as Tensor4D, constants),
    pull: (adjoint) => [spread(adjoint as Tensor4D)],
  };
}

/** It carries values where the derivative of a convolution carries adjoints, and the other way round. */
export function transposedConvolution(layer: ConvTranspose2D, input: Shape, keep: Keep): DeviceLayer {
  const { kernel, bias, filters, window, groups } = layer;
  const [rows, columns, channels] = input;
  const weights: Kernel = {
    values: turned(kernel, channels, filters / groups),
    size: window.size,
    depth: filters / groups,
    filters: channels,
    groups,
  };
  const sliding = { kernel: weights, window, image: [...layer.spreadFrom(input), filters] };
  const constants = keep(tf.tensor1d(new Float32Array(bias)));
  const [convolve, spread] = [convolver(sliding, keep), spreader(sliding, keep)];
  return {
    forward: ([x]) => tf.add(spread(x as Tensor4D), constants),
    // Output padding may have room for more windows than there are cells.
    pull: (adjoint) => [tf.slice(convolve(adjoint as Tensor4D), [0, 0, 0, 0], [-1, rows, columns, -1])],
  };
}

/** From places x channels x filters to places x filters x channels. */
function turned(kernel: Float64Array, channels: number, filters: number): Float32Array {
  const swapped = new Float32Array(kernel.length);
  for (let at = 0; at < kernel.length; at++) {
    const [filter, channel, place] = [
      at % filters,
      Math.floor(at / filters) % channels,
      Math.floor(at / (filters * channels)),
    ];
    swapped[(place * filters + filter) * channels + channel] = kernel[at];
  }
  return swapped;
}

/** From an image to what the kernel makes of it. */
function convolver({ kernel, window }: Sliding, keep: Keep): (image: Tensor4D, bias?: Tensor1D) => Tensor4D {
  const { strides, padding, dilations = [1, 1] } = window;
  if (isPlain(kernel, window)) {
    const filter = keep(tf.tensor4d(kernel.values, [...kernel.size, kernel.depth, kernel.filters]));
    return (x, bias) =>
      tf.fused.conv2d({ x, filter, strides: [...strides], pad: sides(padding), ...(bias && { bias }) });
  }
  const slide = slidingKernel(kernel, strides, dilations, keep);
  return (image, bias) => {
    const value = slide(tf.pad(image, sides(padding)));
    return bias === undefined ? value : tf.add(value, bias);
  };
}

/** From adjoints of what the kernel makes of an image to those of the image. */
function spreader({ kernel, window, image }: Sliding, keep: Keep): InputGradient {
  if (isPlain(kernel, window)) {
    const weights = keep(tf.tensor4d(kernel.values, [...kernel.size, kernel.depth, kernel.filters]));
    return tf.getBackend() === 'wasm'
      ? gradientByConvolution(weights, window, image, keep)
      : gradientByTransposition(weights, window, image);
  }
  const { size, strides, padding, dilations = [1, 1] } = window;
  const slide = slidingKernel(backwards(kernel), [1, 1], dilations, keep);
  const reach = size.map((places, axis) => dilations[axis] * (places - 1));
  return (adjoint) => {
    const apart = stretched(adjoint, strides);
    const along = (axis: 0 | 1, before: number): [number, number] => {
      const first = reach[axis] - before;
      return [first, image[axis] + reach[axis] - first - apart.shape[axis + 1]];
    };
    return slide(padOrCrop(apart, along(0, padding.top), along(1, padding.left)));
  };
}

/** True if neither groups nor dilations ask for more than a plain convolution. */
function isPlain({ groups }: Kernel, { dilations = [1, 1] }: Window): boolean {
  return groups === 1 && dilations.every((dilation) => dilation === 1);
}

/** Each cell followed by zeros up to the next. */
function stretched(image: Tensor4D, [rowStride, columnStride]: readonly [number, number]): Tensor4D {
  const [items, rows, columns, channels] = image.shape;
  const wide = tf.pad(tf.reshape(image, [items * rows * columns, 1, channels]), [
    [0, 0],
    [0, columnStride - 1],
    [0, 0],
  ]);
  const line = columns * columnStride * channels;
  const high = tf.pad(tf.reshape(wide, [items * rows, 1, line]), [
    [0, 0],
    [0, rowStride - 1],
    [0, 0],
  ]);
  return tf.reshape(high, [items, rows * rowStride, columns * columnStride, channels]);
}

/** Adds cells of 0 before and after each axis; takes cells away where the number is negative. */
function padOrCrop(image: Tensor4D, rows: [number, number], columns: [number, number]): Tensor4D {
  const cut = (cells: number): number => Math.max(0, -cells);
  const add = ([before, after]: [number, number]): [number, number] => [Math.max(0, before), Math.max(0, after)];
  const [, height, width] = image.shape;
  const size = [-1, height - cut(rows[0]) - cut(rows[1]), width - cut(columns[0]) - cut(columns[1]), -1];
  const inner = tf.slice(image, [0, cut(rows[0]), cut(columns[0]), 0], size);
  return tf.pad(inner, [[0, 0], add(rows), add(columns), [0, 0]]);
}

function sides({
  top,
  left,
  bottom,
  right,
}: Padding): [[number, number], [number, number], [number, number], [number, number]] {
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
}
