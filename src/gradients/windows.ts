import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { slideOver, wholePadding, type AveragePool, type Conv2D, type Padding, type Shape, type Window } from '../network/index.ts';
import type { DeviceLayer, Keep } from './deviceLayer.ts';
import { gradientByConvolution, gradientByTransposition } from './inputGradient.ts';

/** Two-dimensional convolution. */
export function convolution({ kernel, bias, filters, window }: Conv2D, image: Shape, keep: Keep): DeviceLayer {
  const { size, strides } = window;
  const padding = wholePadding(window, image);
  const weights = keep(tf.tensor4d(new Float32Array(kernel), [...size, image[2], filters]));
  const constants = keep(tf.tensor1d(new Float32Array(bias)));
  const gradient =
    tf.getBackend() === 'wasm'
      ? gradientByConvolution(weights, { ...window, padding }, image, keep)
      : gradientByTransposition(weights, { ...window, padding }, image);
  return {
    forward: ([x]) => tf.fused.conv2d({ x: x as Tensor4D, filter: weights, strides: [...strides], pad: sides(padding), bias: constants }),
    pull: (adjoint) => [gradient(adjoint as Tensor4D)],
  };
}

/** The mean under a window. Pooling takes no padding of its own for each side: images are padded first, adjoints cropped last. */
export function averagePool(layer: AveragePool, image: Shape, keep: Keep): DeviceLayer {
  const { size, strides } = layer.window;
  const padding = wholePadding(layer.window, image);
  const meanUnder = (x: Tensor): Tensor => tf.avgPool(pad(x, padding), [...size], [...strides], 'valid');
  const counted = Float32Array.from(layer.divisors(image), (divisor) => (size[0] * size[1]) / divisor);
  const scale = keep(tf.tensor4d(counted, [1, ...slideOver(layer.window, image), 1]));
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

/** True if the places of a window do not lie side by side. */
export function isDilated({ dilations = [1, 1] }: Window): boolean {
  return dilations.some((dilation) => dilation !== 1);
}

function pad(image: Tensor, padding: Padding): Tensor4D {
  return isNone(padding) ? (image as Tensor4D) : tf.pad(image as Tensor4D, sides(padding));
}

/** Undoes `pad` on an adjoint: what lies on the image. */
function crop(adjoint: Tensor4D, padding: Padding, image: Tensor): Tensor4D {
  return isNone(padding) ? adjoint : tf.slice(adjoint, [0, padding.top, padding.left, 0], (image as Tensor4D).shape);
}

function isNone({ top, left, bottom, right }: Padding): boolean {
  return top + left + bottom + right === 0;
}

function sides({ top, left, bottom, right }: Padding): tf.backend_util.ExplicitPadding {
  return [[0, 0], [top, bottom], [left, right], [0, 0]];
}
