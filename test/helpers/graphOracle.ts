import '@tensorflow/tfjs-backend-cpu';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import type { TinyModel } from './layersModels.ts';

interface Saved extends tf.io.ModelArtifacts {
  readonly weightsManifest: readonly { readonly weights: tf.io.WeightsManifestEntry[] }[];
}

/** What TensorFlow.js itself gives for an input. */
export async function graphOutput(
  { bytes, weights }: TinyModel,
  x: Float32Array,
  shape: readonly number[],
): Promise<tf.Tensor> {
  const { weightsManifest, ...artifacts } = JSON.parse(new TextDecoder().decode(bytes)) as Saved;
  const weightSpecs = weightsManifest.flatMap((group) => group.weights);
  const model = await loadGraphModel({
    load: () => Promise.resolve({ ...artifacts, weightSpecs, weightData: Uint8Array.from(weights).buffer }),
  });
  const output = model.execute(tf.tensor(x, [1, ...shape]));
  return Array.isArray(output) ? output[0] : output;
}
