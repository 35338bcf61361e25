import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Standardize } from '../network/index.ts';
import type { DeviceLayer } from './deviceLayer.ts';

/**
 * Over an axis of the shape without batch; by default the last one. With `y` the value and `a` its adjoint the pulled
 * one is `y (a - sum a y)`.
 */
export function softmax(axis: number | undefined): DeviceLayer {
  const over = axisOf(axis);
  return {
    forward: ([x]) => {
      const exponentials = tf.exp(tf.sub(x, tf.max(x, over, true)));
      return tf.div(exponentials, tf.sum(exponentials, over, true));
    },
    pull: (adjoint, _, y) => [tf.mul(y, tf.sub(adjoint, tf.sum(tf.mul(adjoint, y), over, true)))],
  };
}

/** The pulled adjoint is `a - exp(y) sum a`. */
export function logSoftmax(axis: number | undefined): DeviceLayer {
  const over = axisOf(axis);
  return {
    forward: ([x]) => tf.sub(x, tf.logSumExp(x, over, true)),
    pull: (adjoint, _, y) => [tf.sub(adjoint, tf.mul(tf.exp(y), tf.sum(adjoint, over, true)))],
  };
}

/** The pulled adjoint is `a exp(x - y)`. */
export function logSumExp(axis: number | undefined): DeviceLayer {
  const over = axisOf(axis);
  return {
    forward: ([x]) => tf.logSumExp(x, over, true),
    pull: (adjoint, [x], y) => [tf.mul(adjoint, tf.exp(tf.sub(x, y)))],
  };
}

/** With `y` the value, `s` the divisor and `a` the adjoint the pulled one is `(a - mean a - y mean(a y)) / s`. */
export function standardize({ axes, epsilon }: Standardize): DeviceLayer {
  const over = axes.map((axis) => axis + 1);
  const meanOf = (x: Tensor): Tensor => tf.mean(x, over, true);
  const centred = (x: Tensor): Tensor => tf.sub(x, meanOf(x));
  const inverse = (x: Tensor): Tensor => tf.rsqrt(tf.add(meanOf(tf.square(centred(x))), epsilon));
  return {
    forward: ([x]) => tf.mul(centred(x), inverse(x)),
    pull: (adjoint, [x], y) => [tf.mul(tf.sub(centred(adjoint), tf.mul(y, meanOf(tf.mul(adjoint, y)))), inverse(x))],
  };
}

/** The axis behind the one of the batch; -1 is the last one. */
function axisOf(axis: number | undefined): number {
  return axis === undefined ? -1 : axis + 1;
}
