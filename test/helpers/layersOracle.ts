import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { expect } from 'vitest';
import { Float64Gradients } from '../../src/gradients/index.ts';
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

/** A function in TensorFlow.js of a batch of one item. */
export type Computation = (x: tf.Tensor) => tf.Tensor;

/** Where gradients to compare with come from: TensorFlow.js, or differences of values where it has none or errs. */
export type GradientsBy = 'TensorFlow.js' | 'differences';

/** Compares a network with what TensorFlow.js layers gives, on random inputs: values, shape and gradients. */
export async function expectSameAsLayers(network: Network, model: LayersModel, by?: GradientsBy): Promise<void> {
  const compute = (x: tf.Tensor): tf.Tensor => {
    const output = model.apply(x) as tf.Tensor | tf.Tensor[];
    return Array.isArray(output) ? output[0] : output;
  };
  await expectSame(network, compute, by);
}

/** Compares a network with a computation, on random inputs: values, shape and gradients. */
export async function expectSame(
  network: Network,
  compute: Computation,
  by: GradientsBy = 'TensorFlow.js',
): Promise<void> {
  const random = seeded(5);
  for (let trial = 0; trial < 3; trial++) {
    const x = tf.tensor(Float32Array.from(randomArray(random, network.inputSize, 1.5)), [1, ...network.inputShape]);
    const output = compute(x);
    expectClose(network, x.dataSync<'float32'>(), output);
    const seeds = Float32Array.from(randomArray(random, network.outputSize));
    const expected =
      by === 'differences'
        ? differences(network, Float64Array.from(x.dataSync()), seeds)
        : tf
            .grad((at) => tf.sum(tf.mul(compute(at), tf.tensor(seeds, output.shape))))(x)
            .dataSync();
    expect(largestDifference(await gradientOf(network, x, seeds), expected)).toBeLessThanOrEqual(1e-5);
  }
}

/** The gradient of a weighted sum of the outputs. */
async function gradientOf(network: Network, x: tf.Tensor, seeds: Float32Array): Promise<Float64Array> {
  const derivative = { of: network.nodes.length - 1, seeds: Float64Array.from(seeds), by: -1 };
  const values = Float64Array.from(x.dataSync());
  return (await new Float64Gradients(network).gradientsAt({ values }, derivative)).gradients;
}

/** The same from the network's values, which are compared too: right to some 1e-9 but at kinks. */
function differences(network: Network, x: Float64Array, seeds: Float32Array): Float64Array {
  const step = 1e-6;
  const sumAt = (i: number, move: number): number =>
    network.evaluate(x.with(i, x[i] + move)).reduce((sum, y, j) => sum + y * seeds[j], 0);
  return x.map((_, i) => (sumAt(i, step) - sumAt(i, -step)) / (2 * step));
}

/** Float32 against float64: 1e-5 of the largest value, some eighty roundings of 2^-23. */
export function expectClose(network: Network, x: Float32Array, expected: tf.Tensor): void {
  expect(network.outputShape).toEqual(expected.shape.length > 1 ? expected.shape.slice(1) : [1]);
  expect(largestDifference(network.evaluate(Float64Array.from(x)), expected.dataSync())).toBeLessThanOrEqual(1e-5);
}

/** Relative to the largest number, or to 1e-3 where all are smaller. */
function largestDifference(ours: Float64Array, expected: ArrayLike<number>): number {
  const theirs = Float64Array.from(expected);
  const scale = theirs.reduce((largest, y) => Math.max(largest, Math.abs(y)), 1e-3);
  return ours.reduce((most, y, i) => Math.max(most, Math.abs(y - theirs[i])), 0) / scale;
}

/** Reads the model as it is saved, and compares. */
export async function expectReadAsLayers(model: LayersModel, by?: GradientsBy): Promise<Network> {
  const { bytes, files } = await saved(model);
  const network = readTfjs(bytes, files);
  await expectSameAsLayers(network, model, by);
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
