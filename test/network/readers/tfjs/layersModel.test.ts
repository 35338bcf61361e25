import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Network } from '../../../../src/network/index.ts';
import { readLayersModel, readNetwork, weightFilesOf } from '../../../../src/network/readers/index.ts';
import { functionalModel, modelOf, sequentialModel, type TinyModel } from '../../../helpers/layersModels.ts';

const models = join(import.meta.dirname, 'models');

function read({ bytes, weights }: TinyModel): Network {
  return readLayersModel(bytes, [weights]);
}

function values(model: TinyModel, ...x: number[]): number[] {
  return [...read(model).evaluate(Float64Array.from(x))];
}

interface Expected {
  readonly inputShape: readonly number[];
  readonly input: readonly number[];
  readonly output: readonly number[];
}

describe('readNetwork agrees with TensorFlow.js layers 4.22.0', () => {
  it.each([
    ['convolutional', 'a sequential model of convolutions, pools, batch normalisation and dense layers'],
    ['residual', 'a functional model of branches that are added and concatenated'],
    ['activations', 'every activation'],
    ['quantised', 'weights quantised as uint8, uint16 and float16, cut into two files within a tensor'],
  ])('on %s: %s', async (name) => {
    const network = await readNetwork(join(models, name, 'model.json'));
    const expected = JSON.parse(await readFile(join(models, name, 'expected.json'), 'utf8')) as Expected;
    const output = network.evaluate(Float64Array.from(expected.input));
    expect(network.inputShape).toEqual(expected.inputShape);
    expect(output.length).toBe(expected.output.length);
    // The recorded output is in float32: 2e-6 of the largest, about 16 roundings of 2^-23.
    const scale = Math.max(...expected.output.map(Math.abs));
    output.forEach((y, i) => {
      expect(Math.abs(y - expected.output[i])).toBeLessThanOrEqual(2e-6 * scale);
    });
  });

  it('by the folder of model.json too', async () => {
    expect((await readNetwork(join(models, 'quantised'))).inputShape).toEqual([3]);
  });
});

describe('readLayersModel', () => {
  const dense = { class_name: 'Dense', config: { name: 'fc', units: 1 } };
  const kernel = [[2, 1], [10, 100]] as const;
  const bias = [[1], [3]] as const;

  it('names the files of weights', () => {
    expect(weightFilesOf(sequentialModel([2], [dense]).bytes)).toEqual(['weights.bin']);
  });

  it('names nodes as the layers, and an activation within a layer after both', () => {
    const layer = { ...dense, config: { ...dense.config, activation: 'tanh' } };
    const network = read(sequentialModel([2], [layer], { 'fc/kernel': kernel, 'fc/bias': bias }));
    expect(network.nodes.map(({ name, layer: { type } }) => [name, type])).toEqual([['fc', 'Dense'], ['fc/tanh', 'Tanh']]);
  });

  it('reads weights that TensorFlow names layer/cell/weight', () => {
    expect(values(sequentialModel([2], [dense], { 'fc/cell/kernel': kernel, 'fc/cell/bias': bias }), 1, 2)).toEqual([213]);
  });

  it('reads a topology as Keras wraps it, an InputLayer in a chain, and a chain without a name', () => {
    const layers = [{ class_name: 'InputLayer', config: { name: 'in', batch_input_shape: [null, 2] } }, dense];
    const model = modelOf({ model_config: { class_name: 'Sequential', config: layers } }, { 'fc/kernel': kernel, 'fc/bias': bias });
    expect(values(model, 1, 2)).toEqual([213]);
  });

  it('reads a ReLU with a negative slope as LeakyReLU', () => {
    const model = sequentialModel([2], [{ class_name: 'ReLU', config: { negative_slope: 0.25, max_value: null, threshold: 0 } }]);
    expect(values(model, -4, 4)).toEqual([-1, 4]);
  });

  it('finds the size that a Reshape leaves open', () => {
    expect(read(sequentialModel([12], [{ class_name: 'Reshape', config: { target_shape: [2, -1, 3] } }])).outputShape).toEqual([2, 2, 3]);
  });

  it('keeps the image of a global pooling with keepdims', () => {
    const model = sequentialModel([1, 2, 2], [{ class_name: 'GlobalMaxPooling2D', config: { keepdims: true } }]);
    expect(read(model).outputShape).toEqual([1, 1, 2]);
    expect(values(model, 1, 20, 10, 2)).toEqual([10, 20]);
  });

  it('takes layers in any order, leaves out those that the output does not need, and looks through Dropout', () => {
    const model = functionalModel([
      { class_name: 'Dropout', config: { name: 'y', rate: 0.5 }, inbound_nodes: [[['sum', 0, 0, {}]]] },
      { class_name: 'Add', config: { name: 'sum' }, inbound_nodes: [[['act', 0, 0, {}], ['x', 0, 0, {}]]] },
      { class_name: 'LSTM', config: { name: 'unused' }, inbound_nodes: [[['x', 0, 0, {}]]] },
      { class_name: 'Activation', config: { name: 'act', activation: 'relu' }, inbound_nodes: [[['x', 0, 0, {}]]] },
    ]);
    expect(read(model).nodes.map(({ name }) => name)).toEqual(['act', 'sum']);
    expect(values(model, -1, 2)).toEqual([-1, 4]);
  });
});

describe('readLayersModel refuses', () => {
  const image = [4, 4, 2];
  const conv = (config: object) => sequentialModel(image, [{ class_name: 'Conv2D', config: { name: 'conv', filters: 1, kernel_size: [2, 2], ...config } }]);
  const one = (class_name: string, config: object, input: readonly number[] = [4]) => sequentialModel(input, [{ class_name, config: { name: 'it', ...config } }]);
  const weightless = { class_name: 'Dense', config: { name: 'fc', units: 3 } };
  const from = (...names: string[]) => [names.map((name) => [name, 0, 0, {}])];
  const y = (config: object, inbound_nodes: unknown) => ({ class_name: 'ReLU', config: { name: 'y', ...config }, inbound_nodes });

  const refusals: readonly (readonly [title: string, model: TinyModel, message: RegExp])[] = [
    ['an unknown layer, naming the supported ones', one('Conv3D', {}), /^layer 'it' \(Conv3D\): Unknown layer 'Conv3D'\. Did you mean 'Conv2D'\? Known: Activation, .*ZeroPadding2D\.$/],
    ['an unknown activation', one('Activation', { activation: 'gelo' }), /^layer 'it' \(Activation\): Unknown activation 'gelo'\. Did you mean 'gelu'/],
    ['a model within the model', one('Sequential', {}), /^layer 'it' \(Sequential\): it is a model within the model/],
    ['a layer that is used twice', functionalModel([y({}, [...from('x'), ...from('x')])]), /^layer 'y' \(ReLU\): it is used 2 times/],
    ['several inputs', functionalModel([y({}, from('x'))], { input_layers: [['x', 0, 0], ['z', 0, 0]] }), /the model has 2 inputs \(x, z\), expected one input/],
    ['several outputs', functionalModel([y({}, from('x'))], { output_layers: [['x', 0, 0], ['y', 0, 0]] }), /the model has 2 outputs \(x, y\)/],
    ['a layer of one input that has two', functionalModel([y({}, from('x', 'x'))]), /^layer 'y' \(ReLU\): it has 2 inputs, expected one/],
    ['connections as Keras 3 writes them', functionalModel([y({}, [{ args: [], kwargs: {} }])]), /^layer 'y' \(ReLU\): its connections are not lists of \[layer, node, tensor\], as Keras 2/],
    ['a layer that takes none there is', functionalModel([y({}, from('z'))]), /no layer is called 'z', which another one takes/],
    ['a layer that takes none', functionalModel([y({}, [])]), /^layer 'y' \(ReLU\): it takes no other layer, and the model's input is 'x'/],
    ['a layer that takes itself', functionalModel([y({}, from('y'))]), /^layer 'y' \(ReLU\): it takes its own output/],
    ['a sum of different shapes', functionalModel([
      { class_name: 'Reshape', config: { name: 'r', target_shape: [2, 1] }, inbound_nodes: from('x') },
      { class_name: 'Add', config: { name: 'y' }, inbound_nodes: from('x', 'r') },
    ]), /^layer 'y' \(Add\): its inputs have different shapes: 2, 2x1/],
    ['an input of unknown size', sequentialModel([null, 4], [{ class_name: 'Flatten' }]), /^layer 'flatten_0' \(Flatten\): its input has shape '\?x4', expected axes of known size/],
    ['a missing setting', one('Dense', {}), /^layer 'it' \(Dense\): its 'units' is missing, expected a number/],
    ['a setting of another type', conv({ kernel_size: 2 }), /^layer 'conv' \(Conv2D\): its 'kernel_size' is 2, expected two whole numbers above 0/],
    ['a stride of 0', conv({ strides: [0, 1] }), /its 'strides' is \[0,1\]/],
    ['a dilated convolution', conv({ dilation_rate: [2, 2] }), /Conv2D.*dilation_rate is \[2, 2\]; only 1/],
    ['a convolution of groups', conv({ groups: 2 }), /Conv2D.*2 groups/],
    ['channel-first images', conv({ data_format: 'channels_first' }), /Conv2D.*data_format is channels_first; only channels_last/],
    ['an unknown padding', conv({ padding: 'causal' }), /Conv2D.*Unknown padding 'causal'/],
    ['a convolution of a vector', one('MaxPooling2D', {}), /MaxPooling2D.*takes an image \(rows x columns x channels\), its input is 4/],
    ['a ReLU with a maximum', one('ReLU', { max_value: 6 }), /ReLU.*max_value is 6/],
    ['a ReLU with a threshold', one('ReLU', { threshold: 1 }), /ReLU.*threshold is 1/],
    ['a Softmax over another axis', one('Softmax', { axis: 1 }, image), /Softmax.*axis is 1; only the last one/],
    ['a BatchNormalization of another axis', one('BatchNormalization', { axis: [1] }, image), /BatchNormalization.*axis is 1; only the last one/],
    ['a Concatenate of the batch', one('Concatenate', { axis: 0 }), /Concatenate.*axis is 0, expected one of an item's axes \(4\), not the batch/],
    ['a shape that does not fit', one('Reshape', { target_shape: [3, -1] }), /Reshape.*its input 4 does not take the shape \[3, -1\]/],
    ['other paddings of zeros', one('ZeroPadding2D', { padding: [1, 1] }, image), /ZeroPadding2D.*padding is not \[\[top, bottom\], \[left, right\]\]/],
    ['missing weights', sequentialModel([2], [weightless]), /^layer 'fc' \(Dense\): weightsManifest has no tensor 'fc\/kernel'/],
    ['weights of another shape', sequentialModel([2], [weightless], { 'fc/kernel': [[1, 3], [1, 2, 3]] }), /^layer 'fc' \(Dense\): its kernel is 1x3, expected 2x3/],
    ['a model without layers', sequentialModel([], []), /the model has no layers/],
    ['another kind of model', modelOf({ class_name: 'MyModel', config: {} }), /Unknown kind of model 'MyModel'/],
    ['a graph model', modelOf({ node: [] }, {}, { format: 'graph-model' }), /not a TensorFlow\.js layers model: its format is 'graph-model'/],
    ['weights of another type', modelOf(
      { class_name: 'Sequential', config: [{ class_name: 'Flatten', config: { name: 'f', batch_input_shape: [null, 1] } }] }, {},
      { weightsManifest: [{ paths: ['w.bin'], weights: [{ name: 'f/w', shape: [1], dtype: 'complex64' }] }] },
    ), /the tensor 'f\/w': Unknown type 'complex64'\. Known: float32, int32/],
  ];

  it.each(refusals)('%s', (_, model, message) => {
    expect(() => read(model)).toThrow(expect.objectContaining({ name: 'UserError', message: expect.stringMatching(message) as string }));
  });

  it('weights that are cut off, naming their file', () => {
    const { bytes, weights } = sequentialModel([1], [{ class_name: 'Dense', config: { name: 'fc', units: 1 } }], { 'fc/kernel': [[1, 1], [2]], 'fc/bias': [[1], [3]] });
    expect(() => readLayersModel(bytes, [weights.subarray(0, 7)])).toThrow('the weights in weights.bin are 7 bytes, expected 8; a file is truncated, damaged or of another model.');
  });

  it('a model.json cut off anywhere', () => {
    const { bytes, weights } = sequentialModel([1], [{ class_name: 'ReLU' }]);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readLayersModel(bytes.subarray(0, length), [weights]), `${length} bytes`).toThrow(expect.objectContaining({ name: 'UserError' }));
    }
  });
});
