import * as tf from '@tensorflow/tfjs-core';
import type { Images } from '../../src/datasets/index.ts';
import { inputShape } from './model.ts';

/** Some images as a network takes them, pixel / 255, with their labels. */
export interface Batch {
  readonly inputs: Float32Array;
  readonly labels: Int32Array;
}

/** The images of these numbers. */
export function selectImages({ pixels, labels, pixelsPerImage }: Images, selected: ArrayLike<number>): Batch {
  const inputs = new Float32Array(selected.length * pixelsPerImage);
  for (let i = 0; i < selected.length; i++) {
    inputs.set(
      pixels[selected[i]].map((pixel) => pixel / 255),
      i * pixelsPerImage,
    );
  }
  return { inputs, labels: Int32Array.from(selected, (image) => labels[image]) };
}

/** A batch's inputs as a tensor of images. */
export function inputTensor({ inputs, labels }: Batch): tf.Tensor4D {
  return tf.tensor4d(inputs, [labels.length, ...inputShape]);
}
