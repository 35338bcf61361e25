import '@tensorflow/tfjs-backend-cpu';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import type * as tf from '@tensorflow/tfjs-core';
import type { TinyModel } from './layersModels.ts';
import type { Computation } from './layersOracle.ts';

interface Saved extends tf.io.ModelArtifacts {
  readonly weightsManifest: readonly { readonly weights: tf.io.WeightsManifestEntry[] }[];
}

/** What TensorFlow.js itself makes of an input. */
export async function graphComputation({ bytes, weights }: TinyModel): Promise<Computation> {
  const { weightsManifest, ...artifacts } = JSON.parse(new TextDecoder().decode(bytes)) as Saved;
  const weightSpecs = weightsManifest.flatMap((group) => group.weights);
  const weightData = Uint8Array.from(weights).buffer;
  const model = await loadGraphModel({ load: () => Promise.resolve({ ...artifacts, weightSpecs, weightData }) });
  return (x) => {
    const output = model.execute(x);
    return Array.isArray(output) ? output[0] : output;
  };
}
