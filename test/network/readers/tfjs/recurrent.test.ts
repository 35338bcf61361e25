import { input, layers, model, sequential, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it, vi } from 'vitest';
import { readTfjs } from '../../../../src/network/readers/index.ts';
import { kindOf } from '../../../helpers/kinds.ts';
import { sequentialModel, type TinyWeights } from '../../../helpers/layersModels.ts';
import { expectReadAsLayers } from '../../../helpers/layersOracle.ts';

const cell = { units: 4, recurrentInitializer: 'glorotUniform' } as const;

/** TensorFlow.js warns of states that it saves all the same. */
const quiet = (): unknown => vi.spyOn(console, 'warn').mockReturnValue();

/** What a layer gives, as many tensors as it may be. */
function given(
  layer: { apply(inputs: never, kwargs?: never): unknown },
  inputs: unknown,
  states?: object,
): SymbolicTensor[] {
  return [layer.apply(inputs as never, states as never)].flat() as SymbolicTensor[];
}

describe('readTfjs gives the values and gradients of TensorFlow.js for', () => {
  const x = input({ shape: [5, 3] });

  it.each(['gru', 'lstm', 'simpleRNN'] as const)(
    'an encoder and a decoder by %s that begins with its states',
    async (name) => {
      quiet();
      const [y, ...states] = given(layers[name]({ ...cell, returnState: true, returnSequences: true }), x);
      const outputs = given(layers[name](cell), y, { initialState: states });
      await expectReadAsLayers(model({ inputs: x, outputs }));
    },
  );

  it('both directions with their states', async () => {
    const both = layers.bidirectional({ layer: layers.gru({ ...cell, returnState: true }), mergeMode: 'concat' });
    await expectReadAsLayers(model({ inputs: x, outputs: given(layers.concatenate(), given(both, x)) }));
  });

  it('both directions, not merged', async () => {
    const both = layers.bidirectional({ layer: layers.gru(cell), mergeMode: null as never });
    await expectReadAsLayers(model({ inputs: x, outputs: given(layers.concatenate(), given(both, x)) }));
  });

  it('both directions that begin with states', async () => {
    quiet();
    const states = [1, 2].map(() => given(layers.lstm(cell), x)[0]);
    const both = layers.bidirectional({ layer: layers.gru(cell), mergeMode: 'concat' });
    await expectReadAsLayers(model({ inputs: x, outputs: given(both, x, { initialState: states }) }));
  });

  it('a model at each step', async () => {
    const film = input({ shape: [3, 6, 5, 2] });
    const eye = sequential({
      layers: [
        layers.conv2d({ inputShape: [6, 5, 2], filters: 2, kernelSize: 2, activation: 'relu' }),
        layers.flatten(),
        layers.dense({ units: 3 }),
      ],
    }) as LayersModel;
    const [seen] = given(layers.timeDistributed({ layer: eye, name: 'seen' }), film);
    const network = await expectReadAsLayers(model({ inputs: film, outputs: given(layers.lstm(cell), seen) }));
    const convolutions = network.nodes.filter(({ layer }) => layer.type === 'Conv2D');
    expect(convolutions.map(({ name }) => name.replace(/conv2d_\w+/, 'conv'))).toEqual(
      [0, 1, 2].map((step) => `seen/step ${step}/conv`),
    );
    expect(new Set(convolutions.map(({ operation }) => operation)).size).toBe(1);
  });

  it('a recurrent layer of ReLUs, which is exact', async () => {
    const outputs = given(layers.simpleRNN({ ...cell, activation: 'relu', name: 'memory' }), x);
    const network = await expectReadAsLayers(model({ inputs: x, outputs }));
    expect(kindOf(network)).toBe('exact');
    expect(network.nodes.at(-1)?.name).toBe('memory');
  });
});

describe('readTfjs refuses a recurrent layer', () => {
  const weights: TinyWeights = {
    'it/kernel': [
      [2, 1],
      [1, 2],
    ],
    'it/recurrent_kernel': [[1, 1], [3]],
  };
  const plain = { name: 'it', units: 1, activation: 'tanh', use_bias: false };
  const read =
    (class_name: string, config: object, shape = [3, 2]) =>
    (): unknown => {
      const { bytes, weights: numbers } = sequentialModel(
        shape,
        [{ class_name, config: { ...plain, ...config } }],
        weights,
      );
      return readTfjs(bytes, [numbers]);
    };

  it.each([
    [
      'that goes on from what it was given before',
      read('SimpleRNN', { stateful: true }),
      "its 'stateful' is true: it goes on from what it was given before. Save it with stateful=False.",
    ],
    ['of a vector', read('SimpleRNN', {}, [2]), 'it takes a series, its input is 2.'],
    ['of images', read('SimpleRNN', {}, [3, 2, 2]), 'it takes a vector at each step, its steps are 2x2.'],
    [
      'of images, by convolutions, that takes vectors',
      read('ConvLSTM2D', {}),
      'it takes an image at each step, its steps are 2.',
    ],
    [
      'of a cell that is not known',
      read('RNN', { cell: { class_name: 'MinimalRNNCell', config: {} } }),
      "Unknown cell 'MinimalRNNCell'. Did you mean 'SimpleRNNCell'? Known: GRUCell, LSTMCell, SimpleRNNCell, StackedRNNCells.",
    ],
    [
      'of no cells',
      read('RNN', { cell: { class_name: 'StackedRNNCells', config: { cells: [] } } }),
      'it has no cells.',
    ],
    [
      'that gives the states of stacked cells',
      read('RNN', { return_state: true, cell: { class_name: 'StackedRNNCells', config: { cells: [] } } }),
      'it takes or gives states of stacked cells, whose order differs between versions.',
    ],
    [
      'of an activation that is not known',
      read('SimpleRNN', { activation: 'foo' }),
      "layer 'it' (SimpleRNN) with the activation 'foo'.",
    ],
    ['of weights for other inputs', read('SimpleRNN', {}, [3, 5]), 'its kernel is 2x1, expected 5x1.'],
    [
      'in both directions that is no such layer',
      read('Bidirectional', { layer: { class_name: 'Dense', config: { name: 'fc' } } }),
      "Unknown recurrent layer 'Dense'. Known: ConvLSTM2D, GRU, LSTM, RNN, SimpleRNN.",
    ],
    [
      'with a field that is not known',
      read('SimpleRNN', { gain: 2 }),
      "its configuration has 'gain' (2), of which nothing is known here.",
    ],
  ])('%s', (_, attempt, message) => {
    expect(attempt).toThrow(message);
  });

  it('within layers without end', () => {
    const wrapped = (depth: number): object => ({
      class_name: 'TimeDistributed',
      config: { name: 'it', ...(depth > 0 && { layer: wrapped(depth - 1) }) },
    });
    expect(read('TimeDistributed', { layer: wrapped(60) })).toThrow('layers stand within layers, more than 50 deep.');
  });
});
