import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** 1 where x > 0, else 0. The binding to TensorFlow makes its own `step` of seven operations, other backends of one. */
export function step(x: Tensor): Tensor {
  return tf.getBackend() === 'tensorflow' ? tf.cast(tf.greater(x, 0), 'float32') : tf.step(x);
}
