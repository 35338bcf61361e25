import { describe, expect, it } from 'vitest';
import type { Network } from '../../../../src/network/index.ts';
import { readTfjs, weightFilesOf, type ReadOptions } from '../../../../src/network/readers/index.ts';
import {
  functionalModel,
  modelOf,
  sequentialModel,
  type TinyModel,
  type TinyWeights,
} from '../../../helpers/layersModels.ts';

function read({ bytes, weights }: TinyModel, options?: ReadOptions): Network {
  return readTfjs(bytes, [weights], options);
}

function values(model: TinyModel, ...x: number[]): number[] {
  return [...read(model).evaluate(Float64Array.from(x))];
}

describe('readTfjs', () => {
  const dense = { class_name: 'Dense', config: { name: 'fc', units: 1 } };
  const kernel = [
    [2, 1],
    [10, 100],
  ] as const;
  const bias = [[1], [3]] as const;

  it('names the files of weights', () => {
    expect(weightFilesOf(sequentialModel([2], [dense]).bytes)).toEqual(['weights.bin']);
  });

  it('names nodes as the layers, and an activation within a layer after both', () => {
    const layer = { ...dense, config: { ...dense.config, activation: 'tanh' } };
    const network = read(sequentialModel([2], [layer], { 'fc/kernel': kernel, 'fc/bias': bias }));
    expect(network.nodes.map(({ name, layer: { type } }) => [name, type])).toEqual([
      ['fc', 'Dense'],
      ['fc/tanh', 'Tanh'],
    ]);
  });

  it('reads weights that TensorFlow names layer/cell/weight', () => {
    expect(values(sequentialModel([2], [dense], { 'fc/cell/kernel': kernel, 'fc/cell/bias': bias }), 1, 2)).toEqual([
      213,
    ]);
  });

  it('reads a topology as Keras wraps it, an InputLayer in a chain, and a chain without a name', () => {
    const layers = [{ class_name: 'InputLayer', config: { name: 'in', batch_input_shape: [null, 2] } }, dense];
    const model = modelOf(
      { model_config: { class_name: 'Sequential', config: layers } },
      { 'fc/kernel': kernel, 'fc/bias': bias },
    );
    expect(values(model, 1, 2)).toEqual([213]);
  });

  it('takes the input of a chain that says it only where it was built', () => {
    const config = { name: 'late', build_input_shape: [null, 2], layers: [dense] };
    const model = modelOf({ class_name: 'Sequential', config }, { 'fc/kernel': kernel, 'fc/bias': bias });
    expect(values(model, 1, 2)).toEqual([213]);
  });

  it('reads a ReLU with a negative slope as LeakyReLU', () => {
    const model = sequentialModel(
      [2],
      [{ class_name: 'ReLU', config: { negative_slope: 0.25, max_value: null, threshold: 0 } }],
    );
    expect(values(model, -4, 4)).toEqual([-1, 4]);
  });

  it('finds the size that a Reshape leaves open', () => {
    expect(
      read(sequentialModel([12], [{ class_name: 'Reshape', config: { target_shape: [2, -1, 3] } }])).outputShape,
    ).toEqual([2, 2, 3]);
  });

  it('keeps the image of a global pooling with keepdims', () => {
    const model = sequentialModel([1, 2, 2], [{ class_name: 'GlobalMaxPooling2D', config: { keepdims: true } }]);
    expect(read(model).outputShape).toEqual([1, 1, 2]);
    expect(values(model, 1, 20, 10, 2)).toEqual([10, 20]);
  });

  it('takes layers in any order, leaves out those that the output does not need, and looks through Dropout', () => {
    const model = functionalModel([
      { class_name: 'Dropout', config: { name: 'y', rate: 0.5 }, inbound_nodes: [[['sum', 0, 0, {}]]] },
      {
        class_name: 'Add',
        config: { name: 'sum' },
        inbound_nodes: [
          [
            ['act', 0, 0, {}],
            ['x', 0, 0, {}],
          ],
        ],
      },
      { class_name: 'LSTM', config: { name: 'unused' }, inbound_nodes: [[['x', 0, 0, {}]]] },
      { class_name: 'Activation', config: { name: 'act', activation: 'relu' }, inbound_nodes: [[['x', 0, 0, {}]]] },
    ]);
    expect(read(model).nodes.map(({ name }) => name)).toEqual(['act', 'sum']);
    expect(values(model, -1, 2)).toEqual([-1, 4]);
  });
});

describe('readTfjs, where TensorFlow.js itself has no such layer or errs,', () => {
  const one = (class_name: string, input: readonly number[], config: object, weights?: TinyWeights) =>
    sequentialModel(input, [{ class_name, config: { name: 'it', ...config } }], weights);

  it('takes hard_sigmoid as Keras 3 has it, or as Keras 2 and TensorFlow.js', () => {
    const topology = {
      class_name: 'Sequential',
      config: {
        layers: [
          { class_name: 'Activation', config: { name: 'a', activation: 'hard_sigmoid', batch_input_shape: [null, 4] } },
        ],
      },
    };
    const at = (keras_version: string) => values(modelOf({ keras_version, model_config: topology }), -3, 1, 2.5, 3);
    // x / 6 + 1 / 2, and x / 5 + 1 / 2, within 0 and 1.
    at('3.8.0').forEach((y, i) => {
      expect(y).toBeCloseTo([0, 2 / 3, 11 / 12, 1][i], 14);
    });
    at('2.15.0').forEach((y, i) => {
      expect(y).toBeCloseTo([0, 0.7, 1, 1][i], 14);
    });
  });

  it('enlarges bilinearly as Keras does, by the middles of cells, what Keras wrote', () => {
    const topology = {
      class_name: 'Sequential',
      config: {
        layers: [
          {
            class_name: 'UpSampling2D',
            config: { name: 'u', size: 2, interpolation: 'bilinear', batch_input_shape: [null, 1, 2, 1] },
          },
        ],
      },
    };
    // Middles of the larger cells are at -1/4, 1/4, 3/4 and 5/4 of the smaller: as tf.image.resize.
    expect(values(modelOf({ keras_version: '2.15.0', model_config: topology }), 0, 8)).toEqual([
      0, 2, 6, 8, 0, 2, 6, 8,
    ]);
  });

  it('normalises by statistics of the data, weights or numbers of the configuration, and by no deviation below 1e-7', () => {
    const weights = { 'it/mean': [[2], [1, 2]], 'it/variance': [[2], [4, 0]] } as const;
    expect(values(one('Normalization', [2], { axis: -1, mean: null, variance: null }, weights), 5, 2)).toEqual([2, 0]);
    expect(values(one('Normalization', [2], { axis: [-1], mean: [1, 2], variance: 4 }), 5, 2)).toEqual([2, 0]);
  });

  it('brings a vector to length 1, but for one shorter than 1e-6', () => {
    const model = one('UnitNormalization', [2], { axis: -1 });
    values(model, 3, 4).forEach((y, i) => {
      expect(y).toBeCloseTo([0.6, 0.8][i], 14);
    });
    expect(values(model, 1e-7, 0)[0]).toBeCloseTo(0.1, 14); // 1e-7 / sqrt(1e-12)
  });

  it('rescales by a factor for each channel, and by 0', () => {
    expect(values(one('Rescaling', [2], { scale: [2, 0], offset: [1, 3] }), 5, 7)).toEqual([11, 3]);
  });

  it('convolves each channel apart, in Keras 3 with a kernel of another name, and a series too', () => {
    const config = { kernel_size: [1, 1], use_bias: false };
    expect(
      values(
        one('DepthwiseConv2D', [1, 1, 2], config, {
          'it/kernel': [
            [1, 1, 2, 1],
            [2, 3],
          ],
        }),
        5,
        7,
      ),
    ).toEqual([10, 21]);
    const series = { ...config, kernel_size: [2] };
    // x[t] + 10 x[t + 1], and 2 x[t] + 20 x[t + 1]
    expect(
      values(
        one('DepthwiseConv1D', [2, 2], series, {
          'it/kernel': [
            [2, 2, 1],
            [1, 2, 10, 20],
          ],
        }),
        1,
        2,
        3,
        4,
      ),
    ).toEqual([31, 84]);
  });

  it('pads by as many zeros as there may be units without a number for each', () => {
    const { nodes } = read(
      one('ZeroPadding2D', [2, 2, 1], {
        padding: [
          [4000, 4000],
          [4000, 4000],
        ],
      }),
    );
    const [{ operation }] = nodes;
    expect(operation.shape).toEqual([8002, 8002, 1]);
    // One tile for each of the four cells of the input.
    expect(operation.family === 'linear' && operation.matrices[0].starts.length).toBe(4);
  });

  it('pools by a window far beyond the image, which costs no more than the image', () => {
    // SAME padding gives one cell, whose window lies on all four of the image: their mean.
    const config = { pool_size: [2 ** 31, 2 ** 31], strides: [2 ** 31, 2 ** 31], padding: 'same' };
    expect(values(one('AveragePooling2D', [2, 2, 1], config), 1, 2, 3, 6)).toEqual([3]);
  });

  it('pads, crops and repeats steps of a series', () => {
    expect(values(one('ZeroPadding1D', [2, 1], { padding: [1, 2] }), 1, 2)).toEqual([0, 1, 2, 0, 0]);
    expect(values(one('ZeroPadding1D', [2, 1], { padding: 1 }), 1, 2)).toEqual([0, 1, 2, 0]);
    expect(values(one('Cropping1D', [4, 1], { cropping: [1, 2] }), 1, 2, 3, 4)).toEqual([2]);
    expect(values(one('UpSampling1D', [2, 2], { size: 2 }), 1, 2, 3, 4)).toEqual([1, 2, 1, 2, 3, 4, 3, 4]);
  });
});

describe('readTfjs with options', () => {
  const relu = (name: string) => ({ class_name: 'ReLU', config: { name }, inbound_nodes: [[['x', 0, 0, {}]]] });
  const outputs = {
    output_layers: [
      ['y', 0, 0],
      ['z', 0, 0],
    ],
  };
  const twoOutputs = functionalModel([relu('y'), relu('z')], outputs);

  it('reads the first output, or that of a name, with what it needs alone', () => {
    expect(read(twoOutputs).nodes.map(({ name }) => name)).toEqual(['y']);
    expect(read(twoOutputs, { output: 'z' }).nodes.map(({ name }) => name)).toEqual(['z']);
  });

  it('refuses an output that there is not, naming those that there are', () => {
    expect(() => read(twoOutputs, { output: 'w' })).toThrow("Unknown output 'w'. Known: y, z.");
  });

  const two = functionalModel(
    [
      { class_name: 'InputLayer', config: { name: 'z', batch_input_shape: [null, 2] }, inbound_nodes: [] },
      { class_name: 'ReLU', config: { name: 'a' }, inbound_nodes: [[['z', 0, 0, {}]]] },
      {
        class_name: 'Add',
        config: { name: 'y' },
        inbound_nodes: [
          [
            ['x', 0, 0, {}],
            ['a', 0, 0, {}],
          ],
        ],
      },
    ],
    {
      input_layers: [
        ['x', 0, 0],
        ['z', 0, 0],
      ],
    },
  );

  it('takes all inputs but one as they are given', () => {
    expect([...read(two, { inputs: { z: [-1, 5] } }).evaluate(Float64Array.of(1, 2))]).toEqual([1, 7]);
    expect([...read(two, { inputs: { x: [-1, 5] } }).evaluate(Float64Array.of(-1, 2))]).toEqual([-1, 7]);
  });

  it.each([
    [{ z: [1] }, "1 values are given for the input 'z', expected 2 (2)."],
    [{ z: [1, NaN] }, "the values given for the input 'z' are not all finite numbers."],
    [{ w: [1, 2] }, "Unknown input 'w'. Known: x, z."],
    [{ x: [1, 2], z: [1, 2] }, 'values are given for all of them; leave out the one to explain.'],
  ])('refuses the inputs %j', (inputs, message) => {
    expect(() => read(two, { inputs })).toThrow(message);
  });

  const open = sequentialModel([null, 2], [{ class_name: 'Flatten' }]);

  it('takes sizes that the file leaves open from inputShape', () => {
    expect(read(open, { inputShape: [3, 2] }).outputShape).toEqual([6]);
  });

  it.each([[[3, 4]], [[3]], [[0, 2]], [[1.5, 2]]])('refuses an inputShape %j that does not fit', (inputShape) => {
    expect(() => read(open, { inputShape })).toThrow(
      expect.objectContaining({
        name: 'UserError',
        message: expect.stringMatching(/its input has shape|has no units/) as string,
      }),
    );
  });
});

describe('readTfjs refuses', () => {
  const image = [4, 4, 2];
  const conv = (config: object) =>
    sequentialModel(image, [
      { class_name: 'Conv2D', config: { name: 'conv', filters: 1, kernel_size: [2, 2], ...config } },
    ]);
  const one = (class_name: string, config: object, input: readonly number[] = [4], weights: TinyWeights = {}) =>
    sequentialModel(input, [{ class_name, config: { name: 'it', ...config } }], weights);
  const json = (value: object) => new TextEncoder().encode(JSON.stringify(value));
  const weightless = { class_name: 'Dense', config: { name: 'fc', units: 3 } };
  const from = (...names: string[]) => [names.map((name) => [name, 0, 0, {}])];
  const y = (config: object, inbound_nodes: unknown) => ({
    class_name: 'ReLU',
    config: { name: 'y', ...config },
    inbound_nodes,
  });

  const refusals: readonly (readonly [title: string, model: TinyModel, message: RegExp])[] = [
    [
      'an unknown layer, saying where the supported ones stand',
      one('Conv4D', {}),
      /^not supported: layer 'it' \(Conv4D\)\. The layers and activations that are read stand in docs\/networks\.md\.$/,
    ],
    [
      'layers that jump, hold Python code or take whole numbers, all of them',
      sequentialModel(
        [4],
        ['Masking', 'Lambda', 'TFOpLambda', 'Embedding'].map((class_name) => ({ class_name })),
      ),
      /not supported: layer 'masking_0' \(Masking\), which leaves steps out where they equal a number, and jumps there: .*; layer 'lambda_1' \(Lambda\), which holds code of Python .*; layer .* \(TFOpLambda\).*; layer .* \(Embedding\), by whose whole numbers there is no gradient: save what follows it, /,
    ],
    [
      'a ThresholdedReLU that jumps',
      one('ThresholdedReLU', { theta: 0.5 }),
      /'it' \(ThresholdedReLU\): its theta is 0\.5, at which it jumps; only 0 is supported/,
    ],
    [
      'a TimeDistributed of a layer that is not read',
      one('TimeDistributed', { layer: { class_name: 'Conv4D', config: {} } }, [3, 2]),
      /not supported: layer 'it' \(TimeDistributed\) of Conv4D\. The layers and activations that are read/,
    ],
    [
      'a TimeDistributed of a layer with a field that is not known',
      one('TimeDistributed', { layer: { class_name: 'ELU', config: { alpha: 1, gain: 2 } } }, [3, 2]),
      /its configuration has 'gain' \(2\), of which nothing is known here/,
    ],
    [
      'a CenterCrop of a smaller image',
      one('CenterCrop', { height: 5, width: 2 }, image),
      /its input 4x4x2 is smaller than what it crops, which it would enlarge/,
    ],
    [
      'a Resizing that crops',
      one('Resizing', { height: 2, width: 2, crop_to_aspect_ratio: true }, image),
      /its crop_to_aspect_ratio is true, which is not supported/,
    ],
    [
      'an unknown activation',
      one('Activation', { activation: 'gelo' }),
      /^not supported: layer 'it' \(Activation\) with the activation 'gelo'\. The layers and activations that are read stand in docs/,
    ],
    [
      'a model without layers within the model',
      one('Sequential', { layers: [] }),
      /^layer 'it' \(Sequential\): the model has no layers/,
    ],
    [
      'several inputs',
      functionalModel([y({}, from('x'))], {
        input_layers: [
          ['x', 0, 0],
          ['y', 0, 0],
        ],
      }),
      /the model has the inputs 'x', 'y'\. Give the values of all but the one to explain/,
    ],
    [
      'a layer of one input that has two',
      functionalModel([y({}, from('x', 'x'))]),
      /^layer 'y' \(ReLU\): it has 2 inputs, expected one/,
    ],
    [
      'connections that are none',
      functionalModel([y({}, [['x']])]),
      /^layer 'y' \(ReLU\): its connections are not lists of \[layer, call, tensor\], as Keras/,
    ],
    [
      'a layer that takes none there is',
      functionalModel([y({}, from('z'))]),
      /no layer is called 'z', which the model refers to/,
    ],
    [
      'a layer that takes none',
      functionalModel([y({}, [])]),
      /^layer 'y' \(ReLU\): it takes no other layer, and the model's input is 'x'/,
    ],
    ['a layer that takes itself', functionalModel([y({}, from('y'))]), /^layer 'y' \(ReLU\): it takes its own output/],
    [
      'a sum of different shapes',
      functionalModel([
        { class_name: 'Concatenate', config: { name: 'r' }, inbound_nodes: from('x', 'x') },
        { class_name: 'Add', config: { name: 'y' }, inbound_nodes: from('x', 'r') },
      ]),
      /^layer 'y' \(Add\): its inputs have different shapes: 2, 4\./,
    ],
    [
      'an input of unknown size',
      sequentialModel([null, 4], [{ class_name: 'Flatten' }]),
      /^layer 'flatten_0_input' \(InputLayer\): its input has shape '\?x4', which leaves sizes open\. Say them with the option inputShape/,
    ],
    [
      'a missing setting',
      one('Dense', {}),
      /^layer 'it' \(Dense\): its 'units' is missing, expected a whole number above 0/,
    ],
    [
      'a setting of another type',
      conv({ kernel_size: [2, '2'] }),
      /^layer 'conv' \(Conv2D\): its 'kernel_size' is \[2,"2"\], expected 2 whole numbers above 0/,
    ],
    ['a stride of 0', conv({ strides: [0, 1] }), /its 'strides' is \[0,1\]/],
    [
      'channels in an order that there is not',
      conv({ data_format: 'channels' }),
      /data_format is channels; only channels_last/,
    ],
    [
      'a softmax behind channels that stand first',
      one(
        'Conv2D',
        { filters: 1, kernel_size: 1, use_bias: false, activation: 'softmax', data_format: 'channels_first' },
        [1, 2, 2],
        { 'it/kernel': [[1, 1, 1, 1], [1]] },
      ),
      /its activation is 'softmax' along the last axis, which is not that of its channels/,
    ],
    ['an unknown padding', conv({ padding: 'causal' }), /Conv2D.*Unknown padding 'causal'/],
    [
      'a convolution of a vector',
      one('MaxPooling2D', {}),
      /MaxPooling2D.*takes an image \(rows x columns x channels\), its input is 4/,
    ],
    ['a ReLU with a threshold', one('ReLU', { threshold: 1 }), /ReLU.*threshold is 1, at which it jumps/],
    [
      'a Softmax over the batch',
      one('Softmax', { axis: 0 }, image),
      /Softmax.*axis is 0, expected one of an item's axes/,
    ],
    [
      'a BatchNormalization of two axes',
      one('BatchNormalization', { axis: [1, 2] }, image),
      /BatchNormalization.*axis is \[1,2\]; only one/,
    ],
    [
      'a BatchNormalization of no axis',
      one('BatchNormalization', { axis: [] }, image),
      /BatchNormalization.*axis is \[\]; only one/,
    ],
    [
      'a cropping of all cells',
      one(
        'Cropping2D',
        {
          cropping: [
            [2, 2],
            [0, 0],
          ],
        },
        image,
      ),
      /Cropping2D.*cropping \[\[2,2\],\[0,0\]\] leaves nothing/,
    ],
    [
      'a padding beyond all bounds',
      one(
        'ZeroPadding2D',
        {
          padding: [
            [1e9, 0],
            [0, 0],
          ],
        },
        image,
      ),
      /ZeroPadding2D.*makes 1000000000 cells/,
    ],
    [
      'a permutation that is none',
      one('Permute', { dims: [1, 1, 2] }, image),
      /Permute.*dims are \[1,1,2\], expected the axes 1 to 3, each once/,
    ],
    [
      'a Concatenate of the batch',
      one('Concatenate', { axis: 0 }),
      /Concatenate.*axis is 0, expected one of an item's axes \(4\), not the batch/,
    ],
    [
      'a shape that does not fit',
      one('Reshape', { target_shape: [3, -1] }),
      /Reshape.*its input 4 does not take the shape \[3, -1\]/,
    ],
    [
      'other paddings of zeros',
      one('ZeroPadding2D', { padding: [1, -1] }, image),
      /ZeroPadding2D.*padding is \[1,-1\], expected whole numbers from 0/,
    ],
    [
      'missing weights',
      sequentialModel([2], [weightless]),
      /^layer 'fc' \(Dense\): weightsManifest has no tensor 'fc\/kernel'/,
    ],
    [
      'weights of another shape',
      sequentialModel([2], [weightless], {
        'fc/kernel': [
          [1, 3],
          [1, 2, 3],
        ],
      }),
      /^layer 'fc' \(Dense\): its kernel is 1x3, expected 2x3/,
    ],
    ['a model without layers', sequentialModel([], []), /the model has no layers/],
    ['another kind of model', modelOf({ class_name: 'MyModel', config: {} }), /Unknown kind of model 'MyModel'/],
    [
      'a file of another format',
      modelOf({}, {}, { format: 'saved-model' }),
      /not a TensorFlow\.js model: its format is 'saved-model'\. Save a layers model with its weights/,
    ],
    [
      'a file without weights',
      { ...modelOf({}), bytes: json({ modelTopology: {} }) },
      /it has no weightsManifest\. Save/,
    ],
    ['any other JSON', { ...modelOf({}), bytes: json({}) }, /it has no modelTopology and no weightsManifest\. Save/],
    [
      'the layers of a Keras model alone',
      { ...modelOf({}), bytes: json({ class_name: 'Sequential', config: { layers: [] } }) },
      /it is a Keras model's layers alone, without its weights\. Save/,
    ],
    ['a graph model without nodes', modelOf({ node: [] }, {}, { format: 'graph-model' }), /the model has no outputs/],
    [
      'weights of another type',
      modelOf(
        {
          class_name: 'Sequential',
          config: [{ class_name: 'Flatten', config: { name: 'f', batch_input_shape: [null, 1] } }],
        },
        {},
        { weightsManifest: [{ paths: ['w.bin'], weights: [{ name: 'f/w', shape: [1], dtype: 'complex64' }] }] },
      ),
      /the tensor 'f\/w': Unknown type 'complex64'\. Known: float32, int32/,
    ],
  ];

  it.each(refusals)('%s', (_, model, message) => {
    expect(() => read(model)).toThrow(
      expect.objectContaining({ name: 'UserError', message: expect.stringMatching(message) as string }),
    );
  });

  it('weights that are cut off, naming their file', () => {
    const { bytes, weights } = sequentialModel([1], [{ class_name: 'Dense', config: { name: 'fc', units: 1 } }], {
      'fc/kernel': [[1, 1], [2]],
      'fc/bias': [[1], [3]],
    });
    expect(() => readTfjs(bytes, [weights.subarray(0, 7)])).toThrow(
      'the weights in weights.bin are 7 bytes, expected 8; a file is truncated, damaged or of another model.',
    );
  });

  it('a model.json cut off anywhere', () => {
    const { bytes, weights } = sequentialModel([1], [{ class_name: 'ReLU' }]);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readTfjs(bytes.subarray(0, length), [weights]), `${length} bytes`).toThrow(
        expect.objectContaining({ name: 'UserError' }),
      );
    }
  });
});
