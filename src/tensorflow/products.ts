import * as tf from '@tensorflow/tfjs-core';
import type { DeviceLayer } from './deviceLayer.ts';

/** Of two tensors the first where another one is above 0. */
export const choose: DeviceLayer = {
  forward: ([by, yes, no]) => tf.where(tf.greater(by, 0), yes, no),
  pull: (adjoint, [by]) => [
    tf.zerosLike(by),
    tf.where(tf.greater(by, 0), adjoint, 0),
    tf.where(tf.greater(by, 0), 0, adjoint),
  ],
};

/** Products of tensors of one shape. */
export const multiply: DeviceLayer = {
  forward: (factors) => factors.reduce((product, factor) => tf.mul(product, factor)),
  pull: (adjoint, factors) =>
    factors.map((_, i) =>
      factors.reduce((product, factor, other) => (other === i ? product : tf.mul(product, factor)), adjoint),
    ),
};

/** The quotient of two tensors of one shape. */
export const divide: DeviceLayer = {
  forward: ([a, b]) => tf.div(a, b),
  pull(adjoint, [, b], value) {
    const share = tf.div(adjoint, b);
    return [share, tf.neg(tf.mul(share, value))];
  },
};

/** The matrix product along the last two axes. */
export const matMul: DeviceLayer = {
  forward: ([a, b]) => tf.matMul(a, b),
  pull: (adjoint, [a, b]) => [tf.matMul(adjoint, b, false, true), tf.matMul(a, adjoint, true, false)],
};
