import * as tf from '@tensorflow/tfjs-core';
import type { Images } from '../../src/datasets/index.ts';
import { inputTensor, selectImages } from './batch.ts';
import type { Model } from './model.ts';

/** Images evaluated at once. */
const batchSize = 500;

/** The fraction of images whose label has the largest logit. */
export function accuracyOf(model: Model, images: Images): number {
  let right = 0;
  for (let start = 0; start < images.count; start += batchSize) {
    const size = Math.min(batchSize, images.count - start);
    const batch = selectImages(
      images,
      Array.from({ length: size }, (_, i) => start + i),
    );
    const predictions = tf.tidy(() => tf.argMax(model.logits(inputTensor(batch)), 1).dataSync());
    right += predictions.filter((label, i) => label === batch.labels[i]).length;
  }
  return right / images.count;
}
