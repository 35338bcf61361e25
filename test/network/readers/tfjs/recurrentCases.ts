import { layers } from '@tensorflow/tfjs-layers';

interface Layer {
  apply(inputs: never): unknown;
  getClassName(): string;
}

const series = [5, 3];
const film = [3, 6, 5, 2];

/** Their usual initializer is by far the slowest thing about them, and TensorFlow.js alone cannot compute it. */
const cell = { units: 4, recurrentInitializer: 'glorotUniform' } as const;

const images = { filters: 3, kernelSize: [3, 2] };

const stack = () => layers.stackedRNNCells({ cells: [layers.lstmCell(cell), layers.gruCell({ ...cell, units: 3 })] });

/** Recurrent layers, and those that wrap others. */
export const recurrentCases: readonly (readonly [title: string, shape: readonly number[], layer: () => Layer])[] = [
  ...(['simpleRNN', 'gru', 'lstm'] as const).flatMap(
    (name) =>
      [
        [name, series, () => layers[name](cell)],
        [`${name}, all steps`, series, () => layers[name]({ ...cell, returnSequences: true })],
        [`${name} backwards`, series, () => layers[name]({ ...cell, goBackwards: true })],
        [
          `${name} backwards, all steps`,
          series,
          () => layers[name]({ ...cell, goBackwards: true, returnSequences: true }),
        ],
        [
          `${name} without biases, of relu`,
          series,
          () => layers[name]({ ...cell, useBias: false, activation: 'relu' }),
        ],
        [`${name} of a single step`, [1, 3], () => layers[name](cell)],
        [
          `Bidirectional ${name}`,
          series,
          () => layers.bidirectional({ layer: layers[name](cell), mergeMode: 'concat' }),
        ],
        ...(['concat', 'sum', 'ave', 'mul'] as const).map(
          (mergeMode) =>
            [
              `Bidirectional ${name}, all steps, ${mergeMode}`,
              series,
              () => layers.bidirectional({ layer: layers[name]({ ...cell, returnSequences: true }), mergeMode }),
            ] as const,
        ),
      ] as const,
  ),
  ['LSTM with gates of sigmoid', series, () => layers.lstm({ ...cell, recurrentActivation: 'sigmoid' })],
  ['RNN of a cell', series, () => layers.rnn({ cell: layers.lstmCell(cell) })],
  ['RNN of a GRU cell', series, () => layers.rnn({ cell: layers.gruCell(cell), returnSequences: true })],
  ['RNN of a simple cell', series, () => layers.rnn({ cell: layers.simpleRNNCell(cell), goBackwards: true })],
  ['RNN of cells', series, () => layers.rnn({ cell: stack(), returnSequences: true })],
  ['ConvLSTM2D', film, () => layers.convLstm2d({ ...images, padding: 'same', recurrentInitializer: 'glorotUniform' })],
  [
    'ConvLSTM2D, all steps',
    film,
    () =>
      layers.convLstm2d({ ...images, strides: [2, 1], returnSequences: true, recurrentInitializer: 'glorotUniform' }),
  ],
  [
    'TimeDistributed Conv2D',
    film,
    () => layers.timeDistributed({ layer: layers.conv2d({ filters: 3, kernelSize: 2, activation: 'relu' }) }),
  ],
  ['TimeDistributed MaxPooling2D', film, () => layers.timeDistributed({ layer: layers.maxPooling2d({}) })],
  ['TimeDistributed LSTM', [3, ...series], () => layers.timeDistributed({ layer: layers.lstm(cell) })],
];
