import { input, layers, model, sequential, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { classes } from '../../../../src/network/readers/tfjs/layers/index.ts';
import { readTfjs } from '../../../../src/network/readers/index.ts';
import {
  artifactsOf,
  expectReadAsLayers,
  expectSameAsLayers,
  loaded,
  savedArtifacts,
  type GradientsBy,
} from '../../../helpers/layersOracle.ts';

import { kerasCases } from './kerasCases.ts';
import { recurrentCases } from './recurrentCases.ts';

type Tensors = SymbolicTensor | SymbolicTensor[];
interface Applicable {
  apply(inputs: Tensors): unknown;
  getClassName(): string;
}

function applied(layer: Applicable, inputs: Tensors): SymbolicTensor {
  return layer.apply(inputs) as SymbolicTensor;
}

/** A chain from an input of a shape. */
function chain(shape: readonly number[], ...list: readonly Applicable[]): LayersModel {
  const start = input({ shape: [...shape] });
  return model({ inputs: start, outputs: list.reduce((value, layer) => applied(layer, value), start) });
}

const image = [7, 6, 4];
const series = [9, 4];

const first = { dataFormat: 'channelsFirst' } as const;

/** Of images with 7 channels, which stand first. */
const channelsFirst: readonly (readonly [title: string, shape: readonly number[], layer: () => Applicable])[] = (
  [
    [
      'Conv2D',
      () =>
        layers.conv2d({ filters: 3, kernelSize: [3, 2], strides: 2, padding: 'same', activation: 'relu', ...first }),
    ],
    ['DepthwiseConv2D', () => layers.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2, ...first })],
    ['MaxPooling2D', () => layers.maxPooling2d({ poolSize: [2, 3], ...first })],
    ['AveragePooling2D', () => layers.averagePooling2d({ poolSize: [2, 3], padding: 'same', ...first })],
    ['GlobalAveragePooling2D', () => layers.globalAveragePooling2d(first)],
    ['GlobalMaxPooling2D', () => layers.globalMaxPooling2d(first)],
    ['ZeroPadding2D', () => layers.zeroPadding2d({ padding: [1, 2], ...first })],
    ['Cropping2D', () => layers.cropping2D({ cropping: [1, 1], ...first })],
    ['UpSampling2D', () => layers.upSampling2d({ size: [2, 1], ...first })],
    ['Flatten', () => layers.flatten(first)],
  ] as const
).map(([name, layer]) => [`${name}, channels first`, image, layer]);

const single: readonly (readonly [title: string, shape: readonly number[], layer: () => Applicable])[] = [
  ['Dense', [4], () => layers.dense({ units: 3, activation: 'relu' })],
  ['Dense without biases', [4], () => layers.dense({ units: 3, useBias: false })],
  ['Dense along a series', series, () => layers.dense({ units: 3, activation: 'tanh' })],
  ['Dense along an image', image, () => layers.dense({ units: 3 })],
  ['Dense along four axes', [2, 3, 2, 4], () => layers.dense({ units: 3 })],
  ['Conv1D', series, () => layers.conv1d({ filters: 3, kernelSize: 3, activation: 'relu' })],
  [
    'Conv1D with strides and padding',
    series,
    () => layers.conv1d({ filters: 3, kernelSize: 4, strides: 2, padding: 'same' }),
  ],
  ['Conv2D', image, () => layers.conv2d({ filters: 3, kernelSize: [3, 2], strides: [2, 1], padding: 'same' })],
  ['Conv2D without biases', image, () => layers.conv2d({ filters: 3, kernelSize: 2, useBias: false })],
  ['Conv1D, dilated', series, () => layers.conv1d({ filters: 3, kernelSize: 3, dilationRate: 2 })],
  [
    'Conv2D, dilated',
    image,
    () => layers.conv2d({ filters: 3, kernelSize: [3, 2], dilationRate: [2, 3], padding: 'same' }),
  ],
  [
    'DepthwiseConv2D',
    image,
    () => layers.depthwiseConv2d({ kernelSize: [3, 2], strides: 2, padding: 'same', activation: 'relu' }),
  ],
  [
    'DepthwiseConv2D of several filters',
    image,
    () => layers.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 3, useBias: false }),
  ],
  [
    'SeparableConv2D',
    image,
    () => layers.separableConv2d({ kernelSize: [3, 2], filters: 5, depthMultiplier: 2, activation: 'relu' }),
  ],
  [
    'Conv2DTranspose',
    image,
    () => layers.conv2dTranspose({ kernelSize: [3, 2], filters: 3, strides: 2, activation: 'relu' }),
  ],
  [
    'Conv2DTranspose, padded',
    image,
    () => layers.conv2dTranspose({ kernelSize: [4, 3], filters: 3, strides: 2, padding: 'same' }),
  ],
  [
    'Conv2DTranspose of strides beyond its window',
    image,
    () => layers.conv2dTranspose({ kernelSize: [2, 1], filters: 3, strides: 3, padding: 'same' }),
  ],
  [
    'Conv2DTranspose of strides beyond its window, not padded',
    image,
    () => layers.conv2dTranspose({ kernelSize: [2, 1], filters: 3, strides: 3 }),
  ],
  ...channelsFirst,
  ['BatchNormalization', image, () => layers.batchNormalization()],
  [
    'BatchNormalization without scale and center',
    [5],
    () => layers.batchNormalization({ scale: false, center: false, epsilon: 0.01 }),
  ],
  ['LayerNormalization', image, () => layers.layerNormalization()],
  ['LayerNormalization of two axes', image, () => layers.layerNormalization({ axis: [2, 3], epsilon: 0.01 })],
  [
    'LayerNormalization without scale and center',
    series,
    () => layers.layerNormalization({ scale: false, center: false }),
  ],
  ['AveragePooling1D', series, () => layers.averagePooling1d({ poolSize: 3, strides: 2 })],
  ['AveragePooling2D', image, () => layers.averagePooling2d({ poolSize: [2, 3], strides: [1, 2], padding: 'same' })],
  ['MaxPooling1D', series, () => layers.maxPooling1d({ poolSize: 2, padding: 'same' })],
  ['MaxPooling2D', image, () => layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' })],
  ['GlobalAveragePooling1D', series, () => layers.globalAveragePooling1d()],
  ['GlobalAveragePooling2D', image, () => layers.globalAveragePooling2d({})],
  ['GlobalMaxPooling1D', series, () => layers.globalMaxPooling1d()],
  ['GlobalMaxPooling2D', image, () => layers.globalMaxPooling2d({})],
  ['ReLU', [5], () => layers.reLU()],
  ['ReLU with a maximum', [5], () => layers.reLU({ maxValue: 0.5 })],
  ['PReLU', [5], () => layers.prelu()],
  ['PReLU of channels', image, () => layers.prelu({ sharedAxes: [1, 2] })],
  ['LeakyReLU', [5], () => layers.leakyReLU({ alpha: 0.2 })],
  ['ELU', [5], () => layers.elu()],
  ['Softmax', image, () => layers.softmax({ axis: -1 })],
  [
    'ZeroPadding2D',
    image,
    () =>
      layers.zeroPadding2d({
        padding: [
          [1, 0],
          [2, 1],
        ],
      }),
  ],
  ['ZeroPadding2D of one number', image, () => layers.zeroPadding2d({ padding: 2 })],
  ['ZeroPadding2D of a number for each axis', image, () => layers.zeroPadding2d({ padding: [1, 2] })],
  [
    'Cropping2D',
    image,
    () =>
      layers.cropping2D({
        cropping: [
          [1, 0],
          [2, 1],
        ],
      }),
  ],
  ['UpSampling2D', image, () => layers.upSampling2d({ size: [2, 3] })],
  ['UpSampling2D, bilinear', image, () => layers.upSampling2d({ size: [2, 3], interpolation: 'bilinear' })],
  ['Permute', image, () => layers.permute({ dims: [3, 1, 2] })],
  ['RepeatVector', [5], () => layers.repeatVector({ n: 3 })],
  ['Rescaling', image, () => layers.rescaling({ scale: 0.5, offset: -0.25 })],
  ['Reshape', image, () => layers.reshape({ targetShape: [2, -1, 3] })],
  ['Flatten', image, () => layers.flatten()],
  ['ThresholdedReLU of 0', [5], () => layers.thresholdedReLU({ theta: 0 })],
  [
    'TimeDistributed Dense',
    series,
    () => layers.timeDistributed({ layer: layers.dense({ units: 3, activation: 'elu' }) }),
  ],
  ['TimeDistributed Flatten', image, () => layers.timeDistributed({ layer: layers.flatten() })],
  ...recurrentCases,
  ['Dropout', [5], () => layers.dropout({ rate: 0.5 })],
  ['SpatialDropout1D', series, () => layers.spatialDropout1d({ rate: 0.5 })],
  ['GaussianNoise', [5], () => layers.gaussianNoise({ stddev: 1 })],
  ['GaussianDropout', [5], () => layers.gaussianDropout({ rate: 0.5 })],
  ['AlphaDropout', [5], () => layers.alphaDropout({ rate: 0.5 })],
  ...[
    'elu',
    'relu',
    'selu',
    'sigmoid',
    'softmax',
    'softplus',
    'tanh',
    'linear',
    'gelu',
    'gelu_new',
    'hardSigmoid',
    'relu6',
    'softsign',
    'swish',
    'mish',
  ].map(
    (activation) =>
      [
        `Activation ${activation}`,
        [5],
        () => layers.activation({ activation } as Parameters<typeof layers.activation>[0]),
      ] as const,
  ),
];

/** Of which TensorFlow.js 4.22 has no gradient, or a wrong one. */
const differenced = new Set([
  'AveragePooling2D, channels first',
  'Conv1D, dilated', // it has none of a convolution with dilations
  'Conv2D, dilated',
  'BatchNormalization without scale and center', // it looks for the scale
  'LayerNormalization without scale and center',
  'AveragePooling2D', // it counts the cells of the padding
  'UpSampling2D, bilinear', // its sizes are the wrong way round
  'ThresholdedReLU of 0', // it has none of a comparison
  'simpleRNN of a single step', // it stacks the gradients of steps, and not of one
  'gru of a single step',
  'lstm of a single step',
  'Maximum of tensors that broadcast', // it does not sum along axes that broadcast
  'Minimum of tensors that broadcast',
]);
const gradientsBy = (title: string): GradientsBy => (differenced.has(title) ? 'differences' : 'TensorFlow.js');

const joins: readonly (readonly [title: string, join: () => Applicable])[] = [
  ['Add', () => layers.add()],
  ['Average', () => layers.average()],
  ['Maximum', () => layers.maximum()],
  ['Minimum', () => layers.minimum()],
  ['Multiply', () => layers.multiply()],
  ['Concatenate of channels', () => layers.concatenate({ axis: -1 })],
  ['Concatenate of rows', () => layers.concatenate({ axis: 1 })],
];

const products: readonly (readonly [
  title: string,
  shapes: readonly [number[], number[]],
  axes: number | [number, number],
])[] = [
  ['Dot of vectors', [[4], [4]], 1],
  [
    'Dot of matrices',
    [
      [3, 4],
      [4, 2],
    ],
    [2, 1],
  ],
  [
    'Dot of matrices over their last axes',
    [
      [3, 4],
      [2, 4],
    ],
    -1,
  ],
  [
    'Dot of matrices over their first axes',
    [
      [4, 3],
      [4, 2],
    ],
    1,
  ],
];

it('every class of layers that is read is compared with TensorFlow.js', () => {
  const compared = [
    ...[...single.map(([, , layer]) => layer()), ...joins.map(([, join]) => join())].map((layer) =>
      layer.getClassName(),
    ),
    ...kerasCases.map(({ className }) => className),
    'Dot',
  ];
  expect([...new Set(compared)].toSorted()).toEqual(classes);
});

describe('readTfjs gives the values and gradients of TensorFlow.js layers', () => {
  it.each(single)('for %s', async (title, shape, layer) => {
    await expectReadAsLayers(chain(shape, layer()), gradientsBy(title));
  });

  it.each(
    products.flatMap(([title, ...of]) => [
      [title, ...of, false] as const,
      [`${title}, of length 1`, ...of, true] as const,
    ]),
  )('for %s', async (_, shapes, axes, normalize) => {
    const start = input({ shape: [6] });
    const branches = shapes.map((targetShape) =>
      applied(
        layers.reshape({ targetShape }),
        applied(layers.dense({ units: targetShape.reduce((a, b) => a * b, 1) }), start),
      ),
    );
    await expectReadAsLayers(model({ inputs: start, outputs: applied(layers.dot({ axes, normalize }), branches) }));
  });

  it.each(joins)('for %s', async (_, join) => {
    const start = input({ shape: [4, 3, 2] });
    const branches = [1, 2, 3].map(() =>
      applied(layers.conv2d({ filters: 2, kernelSize: 3, padding: 'same', activation: 'relu' }), start),
    );
    await expectReadAsLayers(model({ inputs: start, outputs: applied(join(), branches) }));
  });

  it.each([
    ['Add', layers.add],
    ['Average', layers.average],
    ['Maximum', layers.maximum],
    ['Minimum', layers.minimum],
    ['Multiply', layers.multiply],
  ] as const)('for %s of tensors that broadcast', async (name, join) => {
    const start = input({ shape: [4, 3, 2] });
    const column = applied(layers.maxPooling2d({ poolSize: [1, 3] }), start);
    const cell = applied(layers.maxPooling2d({ poolSize: [4, 3] }), start);
    await expectReadAsLayers(
      model({ inputs: start, outputs: applied(join(), [column, start, cell]) }),
      gradientsBy(`${name} of tensors that broadcast`),
    );
  });

  it('for a layer that is called twice', async () => {
    const start = input({ shape: [4] });
    const shared = layers.dense({ units: 4, activation: 'relu' });
    await expectReadAsLayers(model({ inputs: start, outputs: applied(shared, applied(shared, start)) }));
  });

  it('for models within models, chains and graphs, called twice', async () => {
    const start = input({ shape: [4] });
    const graph = model({
      inputs: start,
      outputs: applied(layers.add(), [applied(layers.dense({ units: 4, name: 'inner' }), start), start]),
    });
    const inner = sequential({ layers: [layers.dense({ inputShape: [4], units: 4, activation: 'relu' }), graph] });
    const outer = input({ shape: [4] });
    const network = await expectReadAsLayers(
      model({ inputs: outer, outputs: applied(inner, applied(graph, applied(inner, outer))) }),
    );
    expect(new Set(network.nodes.map(({ name }) => name)).size).toBe(network.nodes.length);
    expect(network.nodes.map(({ name }) => name)).toContain(`${inner.name}/${graph.name}/inner`);
  });

  it('for a chain that begins with a model', async () => {
    const start = input({ shape: [4] });
    const graph = model({ inputs: start, outputs: applied(layers.dense({ units: 3 }), start) });
    await expectReadAsLayers(sequential({ layers: [graph, layers.reLU()] }));
  });

  it('for weights quantised as uint8, float16 and uint16, cut into two files within a tensor', async () => {
    const plain = await artifactsOf(
      sequential({
        layers: [layers.dense({ inputShape: [3], units: 4, activation: 'relu' }), layers.dense({ units: 2 })],
      }),
    );
    const quantisations = [
      { dtype: 'uint8', scale: 0.0123, min: -1.1 },
      { dtype: 'float16' },
      { dtype: 'uint16', scale: 0.0000321, min: -1.1 },
    ] as const;
    const weightSpecs = (plain.weightSpecs ?? []).map((spec, i) =>
      i === 3 ? spec : { ...spec, quantization: quantisations[i] },
    );
    const bytes = Uint8Array.from([
      ...new Uint8Array(12).map((_, i) => 20 * i),
      ...new Uint8Array(Uint16Array.of(0x3800, 0xc248, 0x0001, 0x8400).buffer), // 0.5, -3.140625, 2^-24, -2^-14
      ...new Uint8Array(new Uint16Array(8).map((_, i) => 9000 * i).buffer),
      ...new Uint8Array(Float32Array.of(0.125, -0.7).buffer),
    ]);
    const artifacts = { ...plain, weightSpecs, weightData: bytes.buffer } as typeof plain;
    const { bytes: json, files } = savedArtifacts(artifacts, [17]);
    await expectSameAsLayers(readTfjs(json, files), await loaded(artifacts));
  });
});
