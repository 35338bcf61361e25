import { describe, expect, it } from 'vitest';
import { readTfjs, readNetwork } from '../../../../src/network/readers/index.ts';
import { modelOf, type TinyModel, type TinyWeights } from '../../../helpers/layersModels.ts';
import { realFiles } from '../../../helpers/realFiles.ts';

const policy = { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' }, registered_name: null };

/** A layer as Keras 3 writes it, with all that does not matter. */
function layer(class_name: string, config: object, others: object = {}): object {
  const usual = {
    trainable: true,
    dtype: policy,
    quantization_config: null,
    kernel_initializer: { class_name: 'GlorotUniform' },
  };
  return {
    module: 'keras.layers',
    class_name,
    registered_name: null,
    build_config: {},
    config: { ...usual, ...config },
    ...others,
  };
}

const inputLayer = layer('InputLayer', {
  batch_shape: [null, 2],
  dtype: 'float32',
  sparse: false,
  ragged: false,
  name: 'x',
});

function chain(layers: readonly object[], weights: TinyWeights = {}): TinyModel {
  return modelOf(
    {
      model_config: {
        class_name: 'Sequential',
        config: { name: 'sequential', dtype: policy, layers: [inputLayer, ...layers] },
      },
    },
    weights,
  );
}

function values({ bytes, weights }: TinyModel, ...x: number[]): number[] {
  return [...readTfjs(bytes, [weights]).evaluate(Float64Array.from(x))];
}

const dense = (name: string, config: object = {}) =>
  layer('Dense', { name, units: 1, activation: 'linear', use_bias: true, ...config });
const kernel = [
  [2, 1],
  [10, 100],
] as const;
const bias = [[1], [3]] as const;

describe('readTfjs reads what Keras 3 writes', () => {
  it.each(['sequential/fc', 'fc', 'another_name/fc', 'fc/cell'])('weights called %s/kernel', (path) => {
    // 10 + 200 + 3
    expect(values(chain([dense('fc')], { [`${path}/kernel`]: kernel, [`${path}/bias`]: bias }), 1, 2)).toEqual([213]);
  });

  it('the slope of a LeakyReLU, under its new name', () => {
    expect(values(chain([layer('LeakyReLU', { name: 'leaky', negative_slope: 0.25 })]), -4, 4)).toEqual([-1, 4]);
  });

  it('an activation as an object', () => {
    const relu = { module: 'keras.activations', class_name: 'function', config: 'relu', registered_name: 'relu' };
    expect(values(chain([layer('Activation', { name: 'act', activation: relu })]), -4, 4)).toEqual([0, 4]);
  });

  it('a graph, whose tensors say where they come from', () => {
    const tensor = (name: string) => ({
      class_name: '__keras_tensor__',
      config: { shape: [null, 2], dtype: 'float32', keras_history: [name, 0, 0] },
    });
    const call = (...args: unknown[]) => ({ inbound_nodes: [{ args, kwargs: { mask: null, training: false } }] });
    const layers = [
      { ...inputLayer, inbound_nodes: [] },
      layer('ReLU', { name: 'a', max_value: null, negative_slope: 0, threshold: 0 }, call(tensor('x'))),
      layer('Add', { name: 'y' }, call([tensor('a'), tensor('x')])),
    ];
    const config = { name: 'functional', layers, input_layers: ['x', 0, 0], output_layers: { out: ['y', 0, 0] } };
    expect(values(modelOf({ class_name: 'Functional', config }), -1, 2)).toEqual([-1, 4]);
  });
});

describe('readTfjs reads recurrent layers that Keras 3 writes,', () => {
  const tensor = (name: string, shape: readonly number[]) => ({
    class_name: '__keras_tensor__',
    config: { shape: [null, ...shape], dtype: 'float32', keras_history: [name, 0, 0] },
  });
  /** `h' = 2 x + h` at each of two steps of one number. */
  const rnn = (others: object = {}, config: object = {}) =>
    layer('SimpleRNN', { name: 'rnn', units: 1, activation: 'linear', use_bias: false, ...config }, others);
  const weights = (path: string): TinyWeights => ({
    [`${path}/kernel`]: [[1, 1], [2]],
    [`${path}/recurrent_kernel`]: [[1, 1], [1]],
  });
  const series = layer('Reshape', { name: 'series', target_shape: [2, 1] });

  it.each(['rnn', 'sequential/rnn', 'rnn/simple_rnn_cell', 'sequential/rnn/simple_rnn_cell_1'])(
    'weights called %s/kernel',
    (path) => {
      expect(values(chain([series, rnn()], weights(path)), 3, 10)).toEqual([26]);
    },
  );

  it.each(['both', 'sequential/both'])('in both directions, weights called %s/forward_rnn/...', (path) => {
    const both = layer('Bidirectional', {
      name: 'both',
      layer: rnn({}, { name: 'forward_rnn' }),
      backward_layer: rnn({}, { name: 'backward_rnn', go_backwards: true }),
      merge_mode: 'concat',
    });
    const cell = (direction: string): TinyWeights => weights(`${path}/${direction}_rnn/simple_rnn_cell`);
    const model = chain([series, both], { ...cell('forward'), ...cell('backward') });
    expect(values(model, 3, 10)).toEqual([26, 26]);
  });

  it.each(['one', 'cells/one'])('stacked cells, weights called rnn/%s/kernel', (path) => {
    const cells = ['one', 'two'].map((name) =>
      layer('SimpleRNNCell', { name, units: 1, activation: 'linear', use_bias: false }),
    );
    const cell = layer('StackedRNNCells', { name: 'cells', cells });
    const model = chain([series, layer('RNN', { name: 'rnn', cell })], {
      ...weights(`rnn/${path}`),
      ...weights(`rnn/${path.replace('one', 'two')}`),
    });
    // The first gives 6 and 26, the second 12 and 12 + 52.
    expect(values(model, 3, 10)).toEqual([64]);
  });

  it('that begin with a state', () => {
    const call = (args: unknown[], kwargs: object = {}) => ({ inbound_nodes: [{ args, kwargs }] });
    const layers = [
      { ...inputLayer, inbound_nodes: [] },
      { ...series, ...call([tensor('x', [2])]) },
      dense('fc'),
      rnn(call([tensor('series', [2, 1])], { initial_state: [tensor('fc', [1])], mask: null })),
    ].map((of) => ('name' in of ? of : { ...of, name: (of as { config: { name: string } }).config.name }));
    layers[2] = { ...layers[2], ...call([tensor('x', [2])]) };
    const config = { name: 'functional', layers, input_layers: ['x', 0, 0], output_layers: ['rnn', 0, 0] };
    const all = { ...weights('rnn'), 'fc/kernel': kernel, 'fc/bias': bias };
    // The state before is 10 * 3 + 100 * 10 + 3.
    expect(values(modelOf({ class_name: 'Functional', config }, all), 3, 10)).toEqual([1059]);
  });
});

describe('readTfjs refuses, of what Keras 3 writes,', () => {
  const refusals: readonly (readonly [title: string, model: TinyModel, message: string])[] = [
    [
      'a field that is not known',
      chain([dense('fc', { gain: 2 })], { 'fc/kernel': kernel, 'fc/bias': bias }),
      "layer 'fc' (Dense): its configuration has 'gain' (2), of which nothing is known here.",
    ],
    [
      'a slope that is missing',
      chain([layer('LeakyReLU', { name: 'l' })]),
      "layer 'l' (LeakyReLU): its 'negative_slope' is missing, expected a number.",
    ],
    [
      'quantised layers',
      chain([dense('fc', { dtype: { class_name: 'QuantizedDTypePolicy', config: { name: 'int8_from_float32' } } })], {
        'fc/kernel': kernel,
        'fc/bias': bias,
      }),
      "layer 'fc' (Dense): its dtype is 'int8_from_float32'",
    ],
    [
      'a class of somebody, though it is called as one of Keras',
      chain([layer('ReLU', { name: 'r' }, { registered_name: 'Custom>ReLU' })]),
      "not supported: layer 'r' (Custom>ReLU).",
    ],
    [
      'all layers that are not supported, in one error',
      chain([
        layer('Masking', { name: 'mask' }),
        dense('fc', { activation: 'foo' }),
        layer('Embedding', { name: 'words' }),
      ]),
      "not supported: layer 'mask' (Masking), which leaves steps out where they equal a number, and jumps there: save the model without it, and give series of their own length; layer 'fc' (Dense) with the activation 'foo'; layer 'words' (Embedding), by whose",
    ],
    [
      'weights that may be of either of two layers',
      chain([dense('fc')], { 'a/fc/kernel': kernel, 'b/fc/kernel': kernel }),
      "layer 'fc' (Dense): weightsManifest has several tensors that may be its kernel: a/fc/kernel, b/fc/kernel.",
    ],
  ];

  it.each(refusals)('%s', (_, { bytes, weights }, message) => {
    expect(() => readTfjs(bytes, [weights])).toThrow(
      expect.objectContaining({ name: 'UserError', message: expect.stringContaining(message) as string }),
    );
  });

  it('a layer that is called as in training', () => {
    const call = [[['x', 0, 0, { training: true }]]];
    const layers = [
      { ...inputLayer, inbound_nodes: [] },
      layer('Dropout', { name: 'y', rate: 0.5 }, { inbound_nodes: call }),
    ];
    const model = modelOf({
      class_name: 'Functional',
      config: { layers, input_layers: [['x', 0, 0]], output_layers: [['y', 0, 0]] },
    });
    expect(() => values(model, 1, 2)).toThrow(
      "layer 'y' (Dropout): it is called with 'training' = true, which is not supported.",
    );
  });
});

describe('a file of Keras 3', () => {
  const paths = realFiles(
    'keras3-leakyrelu-slope/model.json',
    'keras3-as-converted/model.json',
    'keras3-prefixed-weights/model.json',
  );

  it.skipIf(paths === undefined)('gives the values of Keras, with LeakyReLU', async () => {
    const [x, expected] = [Float64Array.of(1, 1, 1, 1), [-1.23306, -0.39645]];
    const output = (await readNetwork(paths?.[0] ?? '')).evaluate(x);
    output.forEach((y, i) => {
      expect(Math.abs(y - expected[i])).toBeLessThan(5e-6); // five decimals were recorded
    });
  });

  it.skipIf(paths === undefined)('is the same however its weights are called', async () => {
    const [, converted, prefixed] = await Promise.all((paths ?? []).map((path) => readNetwork(path)));
    const x = Float64Array.of(1, 0.5, -2, 3);
    expect(converted.evaluate(x)).toEqual(prefixed.evaluate(x));
  });
});
