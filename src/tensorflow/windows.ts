import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { slideOver, wholePadding, type AveragePool, type Padding, type Shape, type Window } from '../network/index.ts';
import type { DeviceLayer, Keep } from './deviceLayer.ts';

/**
 * The mean under a window. Pooling takes no padding of its own for each side: images are padded first, adjoints cropped
 * last.
 */
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
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
}
