import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { expect } from 'vitest';
import type { Network } from '../../src/network/index.ts';
import { readTfjs } from '../../src/network/readers/index.ts';
import { randomArray, seeded, type Random } from './randomNetworks.ts';

/** A `model.json` with the contents of its files of weights. */
export interface SavedModel {
  readonly bytes: Uint8Array;
  readonly files: readonly Uint8Array[];
}

/** The model as TensorFlow.js saves it, with random weights (variances positive). */
export async function saved(model: LayersModel, random: Random = seeded(4)): Promise<SavedModel> {
  setRandomWeights(model, random);
  return savedArtifacts(await artifactsOf(model));
}

/** @param cuts where the weights are cut into files */
export function savedArtifacts(
  { modelTopology, weightSpecs, weightData }: tf.io.ModelArtifacts,
  cuts: readonly number[] = [],
): SavedModel {
  const weights = new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData));
  const limits = [0, ...cuts, weights.length];
  const paths = limits.slice(1).map((_, i) => `shard${i + 1}.bin`);
  const json = { format: 'layers-model', modelTopology, weightsManifest: [{ paths, weights: weightSpecs }] };
  return {
    bytes: new TextEncoder().encode(JSON.stringify(json)),
    files: paths.map((_, i) => weights.subarray(limits[i], limits[i + 1])),
  };
}

/** Compares a network with what TensorFlow.js layers gives, on random inputs, in values and shape. */
export function expectSameAsLayers(network: Network, model: LayersModel, random: Random = seeded(5)): void {
  for (let trial = 0; trial < 3; trial++) {
    const x = Float32Array.from(randomArray(random, network.inputSize, 1.5));
    const output = model.predict(tf.tensor(x, [1, ...network.inputShape]));
    expectClose(network, x, Array.isArray(output) ? output[0] : output);
  }
}

/** Float32 against float64: 1e-5 of the largest value, some eighty roundings of 2^-23. */
export function expectClose(network: Network, x: Float32Array, expected: tf.Tensor): void {
  expect(network.outputShape).toEqual(expected.shape.slice(1));
  const [ours, theirs] = [network.evaluate(Float64Array.from(x)), Float64Array.from(expected.dataSync())];
  const scale = theirs.reduce((largest, y) => Math.max(largest, Math.abs(y)), 1e-3);
  expect(Math.max(...ours.map((y, i) => Math.abs(y - theirs[i])))).toBeLessThanOrEqual(1e-5 * scale);
}

/** Reads the model as it is saved, and compares. */
export async function expectReadAsLayers(model: LayersModel): Promise<Network> {
  const { bytes, files } = await saved(model);
  const network = readTfjs(bytes, files);
  expectSameAsLayers(network, model);
  return network;
}

export async function loaded(artifacts: tf.io.ModelArtifacts): Promise<LayersModel> {
  return loadLayersModel({ load: () => Promise.resolve(artifacts) });
}

export async function artifactsOf(model: LayersModel): Promise<tf.io.ModelArtifacts> {
  return new Promise((resolve, reject) => {
    model
      .save({
        save(artifacts) {
          resolve(artifacts);
          return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
        },
      })
      .catch(reject);
  });
}

function setRandomWeights(model: LayersModel, random: Random): void {
  model.setWeights(
    model.weights.map(({ originalName, shape }) => {
      const sizes = shape.map(Number);
      const values = randomArray(
        random,
        sizes.reduce((a, b) => a * b, 1),
        0.8,
      );
      return tf.tensor(
        Float32Array.from(originalName.endsWith('variance') ? values.map((x) => x + 1.2) : values),
        sizes,
      );
    }),
  );
}
