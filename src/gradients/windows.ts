import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { AveragePool, Conv2D, Padding, Shape } from '../network/index.ts';
import type { DeviceLayer, Keep } from './deviceLayer.ts';

/*
 * Layers that slide a window over an image. Not every backend takes a padding of its own for each side, so
 * images are padded first and adjoints cropped last.
 */

/** Two-dimensional convolution. */
export function convolution({ kernel, bias, filters, window }: Conv2D, keep: Keep): DeviceLayer {
  const { size, strides, padding } = window;
  const channels = kernel.length / (size[0] * size[1] * filters);
  const weights = keep(tf.tensor4d(new Float32Array(kernel), [...size, channels, filters]));
  const constants = keep(tf.tensor1d(new Float32Array(bias)));
  return {
    forward: ([x]) => tf.add(tf.conv2d(pad(x, padding), weights, [...strides], 'valid'), constants),
    pull: (adjoint, [x]) => {
      const shape = paddedShape(x as Tensor4D, padding);
      return [crop(tf.conv2dTranspose(adjoint as Tensor4D, weights, shape, [...strides], 'valid'), padding, x)];
    },
  };
}

/** The mean under a window. */
export function averagePool({ window, countPadding }: AveragePool, [rows, columns]: Shape, keep: Keep): DeviceLayer {
  const { size, strides, padding } = window;
  const meanUnder = (x: Tensor): Tensor => tf.avgPool(pad(x, padding), [...size], [...strides], 'valid');
  const shareOfImage = (): Tensor => meanUnder(tf.ones([1, rows, columns, 1]));
  const scale = keep(tf.tidy(() => (countPadding ? tf.scalar(1) : tf.divNoNan(1, shareOfImage()))));
  return {
    forward: ([x]) => tf.mul(meanUnder(x), scale),
    pull: (adjoint, [x]) => {
      // TensorFlow.js has this derivative as a kernel only, not as a function.
      const tensors = { dy: tf.mul(adjoint, scale), input: pad(x, padding) };
      const attributes = { filterSize: [...size], strides: [...strides], pad: 'valid' };
      return [crop(tf.engine().runKernel(tf.AvgPoolGrad, tensors, attributes), padding, x)];
    },
  };
}

function pad(image: Tensor, { top, left, bottom, right }: Padding): Tensor4D {
  const sides: [number, number][] = [[0, 0], [top, bottom], [left, right], [0, 0]];
  return top + left + bottom + right === 0 ? (image as Tensor4D) : tf.pad(image as Tensor4D, sides);
}

/** Undoes `pad` on an adjoint: what lies on the image. */
function crop(adjoint: Tensor4D, { top, left, bottom, right }: Padding, image: Tensor): Tensor4D {
  return top + left + bottom + right === 0 ? adjoint : tf.slice(adjoint, [0, top, left, 0], (image as Tensor4D).shape);
}

function paddedShape({ shape }: Tensor4D, { top, left, bottom, right }: Padding): Tensor4D['shape'] {
  const [items, rows, columns, channels] = shape;
  return [items, rows + top + bottom, columns + left + right, channels];
}
