/*
 * Makes the folders under `models/`: small TensorFlow.js layers models with random weights, as TensorFlow.js saves
 * them, each with an input and what TensorFlow.js layers 4.22.0 itself gives for it. Needs that package:
 *
 *   npm install --no-save @tensorflow/tfjs-layers@4.22.0
 *   node --import tsx test/network/readers/tfjs/makeModels.ts
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, loadLayersModel, model, sequential, type Model } from '@tensorflow/tfjs-layers';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

const random = seeded(4);

const convolutional = sequential({
  layers: [
    layers.conv2d({ inputShape: [7, 6, 2], filters: 3, kernelSize: [3, 2], strides: [2, 1], padding: 'same', activation: 'relu' }),
    layers.batchNormalization(),
    layers.leakyReLU({ alpha: 0.2 }),
    layers.zeroPadding2d({ padding: [[1, 0], [2, 1]] }),
    layers.averagePooling2d({ poolSize: [2, 3], strides: [1, 2], padding: 'same' }),
    layers.conv2d({ filters: 4, kernelSize: 2, useBias: false }),
    layers.maxPooling2d({ poolSize: 2, padding: 'same' }),
    layers.dropout({ rate: 0.5 }),
    layers.flatten(),
    layers.dense({ units: 5, activation: 'gelu' }),
    layers.batchNormalization({ scale: false, center: false, epsilon: 0.01 }),
    layers.dense({ units: 3, activation: 'softmax' }),
  ],
});

function residual(): Model {
  const image = input({ shape: [6, 5, 3], name: 'image' });
  const scaled = layers.rescaling({ scale: 0.5, offset: -0.25 }).apply(image);
  const first = layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', name: 'input' }).apply(scaled);
  const active = layers.reLU().apply(first);
  const second = layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same' }).apply(active);
  const sum = layers.add().apply([first, second, active]);
  const wide = layers.concatenate({ axis: -1 }).apply([sum, scaled]);
  const tall = layers.concatenate({ axis: 1 }).apply([wide, wide]);
  const mixed = layers.dense({ units: 6, activation: 'tanh' }).apply(tall);
  const mean = layers.globalAveragePooling2d({}).apply(mixed);
  const most = layers.globalMaxPooling2d({}).apply(mixed);
  const joined = layers.concatenate().apply([mean, most]);
  const cells = layers.reshape({ targetShape: [2, 2, 3] }).apply(joined);
  const pooled = layers.averagePooling2d({ poolSize: 2, strides: 1 }).apply(cells);
  const logits = layers.dense({ units: 4 }).apply(layers.flatten().apply(pooled));
  return model({ inputs: image, outputs: layers.activation({ activation: 'linear' }).apply(logits) });
}

const dense = (activation: string) => layers.dense({ units: 6, activation });

const activations = sequential({
  layers: [
    layers.dense({ inputShape: [4], units: 6, activation: 'elu' }),
    ...['selu', 'gelu', 'gelu_new', 'softplus', 'sigmoid', 'tanh', 'linear'].map(dense),
    layers.elu(),
    layers.activation({ activation: 'softplus' }),
    layers.softmax(),
  ],
});

/** One tensor of each type that the converter makes, in two files of which the first ends within a tensor. */
async function quantised(): Promise<tf.io.ModelArtifacts> {
  const saved = await artifactsOf(sequential({
    layers: [layers.dense({ inputShape: [3], units: 4, activation: 'relu' }), layers.dense({ units: 2 })],
  }));
  const types = ['uint8', 'float16', 'uint16'] as const;
  const weightSpecs = (saved.weightSpecs ?? []).map((spec, i) => (i === 3 ? spec : { ...spec, quantization: quantisation(types[i]) }));
  const bytes = Uint8Array.from([
    ...new Uint8Array(12).map((_, i) => 20 * i),
    ...new Uint8Array(Uint16Array.of(0x3800, 0xc248, 0x0001, 0x8400).buffer), // 0.5, -3.140625, 2^-24, -2^-14
    ...new Uint8Array(new Uint16Array(8).map((_, i) => 9000 * i).buffer),
    ...new Uint8Array(Float32Array.of(0.125, -0.7).buffer),
  ]);
  return { ...saved, weightSpecs, weightData: bytes.buffer };
}

function quantisation(dtype: 'uint8' | 'float16' | 'uint16') {
  return dtype === 'float16' ? { dtype } : { dtype, scale: dtype === 'uint8' ? 0.0123 : 0.0000321, min: -1.1 };
}

function setRandomWeights(of: Model): void {
  of.setWeights(of.weights.map(({ originalName, shape }) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const values = randomArray(random, size, 0.8);
    return tf.tensor(Float32Array.from(originalName.endsWith('variance') ? values.map((x) => x + 1.2) : values), [...shape]);
  }));
}

async function artifactsOf(of: Model): Promise<tf.io.ModelArtifacts> {
  return new Promise((resolve, reject) => {
    of.save({
      save(artifacts) {
        resolve(artifacts);
        return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
      },
    }).catch(reject);
  });
}

async function write(name: string, of: Model, artifacts: tf.io.ModelArtifacts, cuts: readonly number[] = []): Promise<void> {
  const folder = join(import.meta.dirname, 'models', name);
  await mkdir(folder, { recursive: true });
  const bytes = new Uint8Array(tf.io.CompositeArrayBuffer.join(artifacts.weightData));
  const limits = [0, ...cuts, bytes.length];
  const paths = limits.slice(1).map((_, i) => `group1-shard${i + 1}of${limits.length - 1}.bin`);
  for (const [i, path] of paths.entries()) await writeFile(join(folder, path), bytes.subarray(limits[i], limits[i + 1]));
  const { modelTopology, weightSpecs, format = 'layers-model', generatedBy = '' } = artifacts;
  const json = { format, generatedBy, convertedBy: null, modelTopology, weightsManifest: [{ paths, weights: weightSpecs }] };
  await writeFile(join(folder, 'model.json'), `${JSON.stringify(json, undefined, 1)}\n`);
  await writeFile(join(folder, 'expected.json'), `${JSON.stringify(await evaluated(of))}\n`);
}

async function evaluated(of: Model): Promise<object> {
  const shape = of.inputs[0].shape.slice(1).map(Number);
  const values = Float32Array.from(randomArray(random, shape.reduce((a, b) => a * b, 1), 1.5));
  const output = of.predict(tf.tensor(values, [1, ...shape]));
  return { inputShape: shape, input: [...values], output: [...await output.data()] };
}

for (const [name, of] of [['convolutional', convolutional], ['residual', residual()], ['activations', activations]] as const) {
  setRandomWeights(of);
  await write(name, of, await artifactsOf(of));
}
const small = await quantised();
await write('quantised', await loadLayersModel({ load: () => Promise.resolve(small) }), small, [17]);
