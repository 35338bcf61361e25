import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { verifyNetwork, type Verification } from '../../src/verification/index.ts';
import { modelOf, randomWeight, writeModel, type TinyModel, type TinyWeights } from '../helpers/layersModels.ts';
import { randomArray, seeded } from '../helpers/randomNetworks.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keras3-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const random = seeded(3);

const weight = (...shape: number[]): TinyWeights[string] => randomWeight(random, shape);

const policy = { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' }, registered_name: null };
const tensor = (name: string, call = 0) => ({
  class_name: '__keras_tensor__',
  config: { shape: [null], dtype: 'float32', keras_history: [name, call, 0] },
});
const call = (...args: unknown[]) => ({ args, kwargs: { mask: null } });

/** A layer as Keras 3 writes it. */
function layer(class_name: string, name: string, config: object, ...inbound_nodes: object[]): object {
  const own = { name, trainable: true, dtype: policy, ...config };
  return {
    module: 'keras.layers',
    class_name,
    config: own,
    registered_name: null,
    build_config: {},
    name,
    inbound_nodes,
  };
}

const inputLayer = (name: string, ...shape: number[]) =>
  layer('InputLayer', name, { batch_shape: [null, ...shape], sparse: false });

async function verified({ bytes, weights }: TinyModel): Promise<Verification> {
  writeModel(folder, { bytes, weights });
  return verifyNetwork(join(folder, 'model.json'), {}, (size) => [1, 2].map(() => randomArray(random, size)));
}

function graph(layers: readonly object[], outputs: unknown, weights: TinyWeights = {}): TinyModel {
  const config = { name: 'graph', trainable: true, layers, input_layers: ['x', 0, 0], output_layers: outputs };
  const model_config = { class_name: 'Functional', config };
  return modelOf({ keras_version: '3.8.0', backend: 'tensorflow', model_config }, weights);
}

it('a graph of Keras 3 is compared with TensorFlow.js: shared layers, models within, several outputs, fields of new names', async () => {
  const inner = {
    name: 'inner',
    layers: [
      inputLayer('z', 4),
      layer(
        'Dense',
        'fc',
        { units: 4, activation: { module: 'keras.activations', class_name: 'function', config: 'tanh' } },
        call(tensor('z')),
      ),
    ],
    input_layers: [['z', 0, 0]],
    output_layers: [['fc', 0, 0]],
  };
  const model = graph(
    [
      inputLayer('x', 4, 4, 2),
      layer(
        'DepthwiseConv2D',
        'apart',
        {
          kernel_size: [3, 3],
          strides: [1, 1],
          padding: 'valid',
          depth_multiplier: 1,
          use_bias: false,
          activation: 'linear',
        },
        call(tensor('x')),
      ),
      layer('LeakyReLU', 'leaky', { negative_slope: 0.125 }, call(tensor('apart'))),
      layer('Flatten', 'flat', { data_format: 'channels_last' }, call(tensor('leaky'))),
      layer(
        'Dense',
        'shared',
        { units: 4, activation: 'relu', use_bias: true },
        call(tensor('mixed')),
        call(tensor('shared')),
      ),
      layer('Dense', 'mixed', { units: 4, activation: 'linear', use_bias: false }, call(tensor('flat'))),
      layer('Functional', 'inner', inner, call(tensor('shared', 1))),
      layer('Add', 'sum', {}, call([tensor('inner', 1), tensor('mixed')])),
    ],
    { a: ['sum', 0, 0], b: ['shared', 0, 0] },
    {
      'apart/kernel': weight(3, 3, 2, 1),
      'graph/mixed/kernel': weight(8, 4),
      'graph/shared/kernel': weight(4, 4),
      'graph/shared/bias': weight(4),
      'graph/inner/fc/kernel': weight(4, 4),
      'graph/inner/fc/bias': weight(4),
    },
  );
  const { note, outputs } = await verified(model);
  expect(note).toContain('Keras 3 wrote the file');
  expect(outputs.map(({ output }) => output)).toEqual(['sum', 'shared']);
  // Float32 against float64 in seven layers; TensorFlow.js without the names of Keras 2 takes a slope of 0.3.
  for (const of of outputs) expect('difference' in of ? of.difference : of.why).toBeLessThan(1e-6);
});

it('so are recurrent layers of Keras 3, in both directions and step by step, whose weights it names by cells', async () => {
  const recurrent = { units: 3, activation: 'tanh', return_sequences: true };
  const lstm = { ...recurrent, recurrent_activation: 'sigmoid', unit_forget_bias: true };
  const directions = {
    layer: layer('LSTM', 'forward_lstm', lstm),
    backward_layer: layer('LSTM', 'backward_lstm', { ...lstm, go_backwards: true }),
  };
  const dense = layer('Dense', 'each', { units: 2, activation: 'relu' });
  const model = graph(
    [
      inputLayer('x', 4, 2),
      layer('SimpleRNN', 'rnn', recurrent, call(tensor('x'))),
      layer('Bidirectional', 'both', { merge_mode: 'concat', ...directions }, call(tensor('rnn'))),
      layer('TimeDistributed', 'apart', { layer: dense }, call(tensor('both'))),
    ],
    ['apart', 0, 0],
    {
      'rnn/cell/kernel': weight(2, 3),
      'rnn/cell/recurrent_kernel': weight(3, 3),
      'rnn/cell/bias': weight(3),
      ...Object.fromEntries(
        ['forward_lstm', 'backward_lstm'].flatMap((name) => [
          [`graph/both/${name}/lstm_cell/kernel`, weight(3, 12)],
          [`graph/both/${name}/lstm_cell/recurrent_kernel`, weight(3, 12)],
          [`graph/both/${name}/lstm_cell/bias`, weight(12)],
        ]),
      ),
      'apart/each/kernel': weight(6, 2),
      'apart/each/bias': weight(2),
    },
  );
  const { outputs } = await verified(model);
  expect(outputs).toMatchObject([{ difference: expect.any(Number) as number }]);
  // Float32 against float64 in four steps.
  for (const of of outputs) expect('difference' in of ? of.difference : of.why).toBeLessThan(1e-6);
});

it('what TensorFlow.js computes otherwise than Keras 3 differs', async () => {
  const activation = layer('Activation', 'y', { activation: 'hard_sigmoid' }, call(tensor('x')));
  const { outputs } = await verified(graph([inputLayer('x', 9), activation], ['y', 0, 0]));
  expect(outputs).toMatchObject([{ output: 'y', difference: expect.any(Number) as number }]);
  const [of] = outputs;
  expect('difference' in of && of.difference).toBeGreaterThan(0.01);
});
