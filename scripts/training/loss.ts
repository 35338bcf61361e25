import * as tf from '@tensorflow/tfjs-core';
import { inputTensor, type Batch } from './batch.ts';
import type { Model } from './model.ts';

const classes = 10;

/**
 * Cross entropy. With a radius, half of it is that of the worst logits which interval bounds allow in the box of that
 * radius around the image (Gowal et al. 2018); box and share grow linearly between 5 % and 55 % of training.
 *
 * @param progress of training, from 0 to 1
 */
export function lossOf(model: Model, batch: Batch, radius: number, progress: number): tf.Scalar {
  const images = inputTensor(batch);
  const labels = tf.oneHot(tf.tensor1d(batch.labels, 'int32'), classes);
  const plain: tf.Scalar = tf.losses.softmaxCrossEntropy(labels, model.logits(images));
  const ramp = Math.min(1, Math.max(0, (progress - 0.05) / 0.5));
  if (radius === 0 || ramp === 0) return plain;
  const worst = tf.losses.softmaxCrossEntropy(labels, worstLogits(model, images, labels, radius * ramp));
  return tf.add(tf.mul(plain, 1 - 0.5 * ramp), tf.mul(worst, 0.5 * ramp));
}

/** The lower bound of the label's logit, the upper bounds of the others. */
function worstLogits(model: Model, images: tf.Tensor, labels: tf.Tensor, radius: number): tf.Tensor {
  const [lower, upper] = model.bounds(
    tf.clipByValue(tf.sub(images, radius), 0, 1),
    tf.clipByValue(tf.add(images, radius), 0, 1),
  );
  return tf.where(tf.cast(labels, 'bool'), lower, upper);
}
