import * as tf from '@tensorflow/tfjs-core';
import type { Computation, GradientsBy } from '../../../helpers/layersOracle.ts';
import {
  modelOf,
  randomWeight,
  sequentialModel,
  type TinyModel,
  type TinyWeights,
} from '../../../helpers/layersModels.ts';
import { seeded } from '../../../helpers/randomNetworks.ts';

/** A layer of Keras that TensorFlow.js has not, or computes otherwise, by operators of TensorFlow.js. */
export interface KerasCase {
  readonly title: string;
  readonly className: string;
  readonly model: TinyModel;
  readonly compute: Computation;
  readonly by: GradientsBy;
}

const image = [7, 6, 4];
const series = [9, 4];

/** A layer called `it`, in a chain that Keras 2 wrote. */
function chain(className: string, input: readonly number[], config: object, weights: TinyWeights = {}): TinyModel {
  const layer = { class_name: className, config: { name: 'it', batch_input_shape: [null, ...input], ...config } };
  const named = Object.fromEntries(Object.entries(weights).map(([name, weight]) => [`it/${name}`, weight]));
  const topology = { class_name: 'Sequential', config: { name: 'chain', layers: [layer] } };
  return modelOf({ keras_version: '2.15.0', model_config: topology }, named);
}

const random = seeded(7);

const weight = (...shape: number[]): TinyWeights[string] => randomWeight(random, shape);

const tensorOf = ([shape, numbers]: TinyWeights[string]): tf.Tensor => tf.tensor([...numbers], [...shape]);

/** Of which TensorFlow.js 4.22 has no gradient, or a wrong one: of dilations and of sizes by the middles of cells. */
const differenced = new Set([
  'Conv1D, causal and dilated',
  'UpSampling2D, bilinear',
  'Resizing',
  'Resizing to the nearest',
]);

/** One layer with its configuration and weights. */
function one(
  title: string,
  input: readonly number[],
  config: object,
  compute: (x: tf.Tensor, weights: Record<string, tf.Tensor>) => tf.Tensor,
  weights: TinyWeights = {},
): KerasCase {
  const [className] = title.split(/\W/);
  const tensors = Object.fromEntries(Object.entries(weights).map(([name, of]) => [name, tensorOf(of)]));
  return {
    title,
    className,
    model: chain(className, input, config, weights),
    compute: (x) => compute(x, tensors),
    by: differenced.has(title) ? 'differences' : 'TensorFlow.js',
  };
}

const asImage = (x: tf.Tensor): tf.Tensor4D => tf.expandDims<tf.Tensor4D>(x, 1);
const asSeries = (x: tf.Tensor): tf.Tensor => tf.squeeze(x, [1]);
const window = (kernel: tf.Tensor): tf.Tensor4D => tf.expandDims(kernel, 0);

const convolutions = [
  one(
    'Conv1D, causal and dilated',
    series,
    { filters: 3, kernel_size: [3], padding: 'causal', dilation_rate: [2], use_bias: false },
    (x, { kernel }) =>
      tf.conv1d(
        tf.pad(x as tf.Tensor3D, [
          [0, 0],
          [4, 0],
          [0, 0],
        ]),
        kernel as tf.Tensor3D,
        1,
        'valid',
        'NWC',
        2,
      ),
    { kernel: weight(3, 4, 3) },
  ),
  one(
    'Conv2D in groups',
    image,
    { filters: 6, kernel_size: [3, 2], groups: 2, use_bias: true },
    (x, { kernel, bias }) => {
      const [a, b] = tf.split<tf.Tensor4D>(x, 2, 3);
      const [v, w] = tf.split<tf.Tensor4D>(kernel, 2, 3);
      return tf.add(tf.concat([tf.conv2d(a, v, 1, 'valid'), tf.conv2d(b, w, 1, 'valid')], 3), bias);
    },
    { kernel: weight(3, 2, 2, 6), bias: weight(6) },
  ),
  one(
    'DepthwiseConv1D',
    series,
    { kernel_size: [3], strides: [2], padding: 'same', depth_multiplier: 2 },
    (x, { depthwise_kernel, bias }) =>
      tf.add(asSeries(tf.depthwiseConv2d(asImage(x), window(depthwise_kernel), [2, 2], 'same')), bias),
    { depthwise_kernel: weight(3, 4, 2), bias: weight(8) },
  ),
  one(
    'SeparableConv1D',
    series,
    { filters: 5, kernel_size: [3], depth_multiplier: 2, use_bias: false, activation: 'tanh' },
    (x, { depthwise_kernel, pointwise_kernel }) =>
      tf.tanh(asSeries(tf.separableConv2d(asImage(x), window(depthwise_kernel), window(pointwise_kernel), 1, 'valid'))),
    { depthwise_kernel: weight(3, 4, 2), pointwise_kernel: weight(1, 8, 5) },
  ),
  one(
    'Conv1DTranspose',
    series,
    { filters: 3, kernel_size: [4], strides: [2], padding: 'same', use_bias: false },
    (x, { kernel }) => asSeries(tf.conv2dTranspose(asImage(x), window(kernel), [1, 1, 18, 3], [1, 2], 'same')),
    { kernel: weight(4, 3, 4) },
  ),
];

const layout = [
  one('Cropping1D', series, { cropping: [2, 1] }, (x) => tf.slice(x, [0, 2, 0], [1, 6, 4])),
  one('ZeroPadding1D', series, { padding: [2, 1] }, (x) =>
    tf.pad(x, [
      [0, 0],
      [2, 1],
      [0, 0],
    ]),
  ),
  one('UpSampling1D', series, { size: 2 }, (x) =>
    tf.gather(
      x,
      tf.tensor1d(
        Array.from({ length: 18 }, (_, i) => Math.floor(i / 2)),
        'int32',
      ),
      1,
    ),
  ),
  one('UpSampling2D, bilinear', image, { size: [2, 3], interpolation: 'bilinear' }, (x) =>
    tf.image.resizeBilinear(x as tf.Tensor4D, [14, 18], false, true),
  ),
  one('Resizing', image, { height: 9, width: 4, interpolation: 'bilinear', crop_to_aspect_ratio: false }, (x) =>
    tf.image.resizeBilinear(x as tf.Tensor4D, [9, 4], false, true),
  ),
  one('Resizing to the nearest', image, { height: 17, width: 4, interpolation: 'nearest' }, (x) =>
    tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [17, 4], false, true),
  ),
  one('CenterCrop', image, { height: 4, width: 3 }, (x) => tf.slice(x, [0, 1, 1, 0], [1, 4, 3, 4])),
];

const normalizations = [
  one(
    'Normalization',
    series,
    { axis: -1, mean: null, variance: null },
    (x, { mean, variance }) => tf.div(tf.sub(x, mean), tf.maximum(tf.sqrt(variance), 1e-7)),
    { mean: weight(4), variance: [[4], [0.5, 2, 1, 0.25]] },
  ),
  one(
    'BatchNormalization of rows',
    image,
    { axis: [1], epsilon: 0.01, scale: false, center: true },
    (x, { beta, moving_mean, moving_variance }) => {
      const each = (of: tf.Tensor): tf.Tensor => tf.reshape(of, [1, 7, 1, 1]);
      const standard = tf.mul(tf.sub(x, each(moving_mean)), tf.rsqrt(tf.add(each(moving_variance), 0.01)));
      return tf.add(standard, each(beta));
    },
    { beta: weight(7), moving_mean: weight(7), moving_variance: [[7], [1, 2, 3, 0.5, 0.25, 4, 1.5]] },
  ),
  one(
    'GroupNormalization',
    image,
    { groups: 2, axis: -1, epsilon: 0.01, center: true, scale: true },
    (x, { gamma, beta }) => {
      const groups = tf.reshape(x, [1, 7, 6, 2, 2]);
      const { mean, variance } = tf.moments(groups, [1, 2, 4], true);
      const standard = tf.mul(tf.sub(groups, mean), tf.rsqrt(tf.add(variance, 0.01)));
      return tf.add(tf.mul(tf.reshape(standard, [1, ...image]), gamma), beta);
    },
    { gamma: weight(4), beta: weight(4) },
  ),
  one('UnitNormalization', image, { axis: [1, -1] }, (x) =>
    tf.mul(x, tf.rsqrt(tf.maximum(tf.sum(tf.square(x), [1, 3], true), 1e-12))),
  ),
  one('Softmax along rows', [3, 2], { axis: 1 }, (x) =>
    tf.transpose(tf.softmax(tf.transpose(x, [0, 2, 1])), [0, 2, 1]),
  ),
];

/** The part of a matrix that belongs to one of three gates of 2 units. */
const ofGate = (of: tf.Tensor, gate: number): tf.Tensor => tf.slice(of, [0, 2 * gate], [of.shape[0], 2]);

const recurrent = [
  one(
    'GRU that resets behind its matrix',
    [5, 4],
    { units: 2, activation: 'tanh', recurrent_activation: 'sigmoid', reset_after: true, implementation: 2 },
    (x, { kernel, recurrent_kernel, bias }) => {
      const [ofStep, ofState] = tf.split(bias, 2, 0);
      const weighed = (of: tf.Tensor, by: tf.Tensor, b: tf.Tensor, gate: number): tf.Tensor =>
        tf.add(tf.matMul(of, ofGate(by, gate)), ofGate(b, gate));
      return tf.unstack(x, 1).reduce(
        (h, step) => {
          const sum = (gate: number): tf.Tensor =>
            tf.add(weighed(step, kernel, ofStep, gate), weighed(h, recurrent_kernel, ofState, gate));
          const [z, r] = [tf.sigmoid(sum(0)), tf.sigmoid(sum(1))];
          const kept = tf.mul(r, weighed(h, recurrent_kernel, ofState, 2));
          const candidate = tf.tanh(tf.add(weighed(step, kernel, ofStep, 2), kept));
          return tf.add(tf.mul(z, h), tf.mul(tf.sub(1, z), candidate));
        },
        tf.zeros([1, 2]),
      );
    },
    { kernel: weight(4, 6), recurrent_kernel: weight(2, 6), bias: weight(2, 6) },
  ),
];

const activations = [
  one('ReLU6', [9], {}, (x) => tf.relu6(tf.mul(x, 1))),
  one('ReLU of a slope and a largest value', [9], { negative_slope: 0.5, max_value: 0.75, threshold: 0 }, (x) =>
    tf.minimum(tf.leakyRelu(x, 0.5), 0.75),
  ),
  one('Activation celu', [9], { activation: 'celu' }, (x) => tf.elu(x)),
  one('Activation hard_tanh', [9], { activation: 'hard_tanh' }, (x) => tf.clipByValue(x, -1, 1)),
  one('Activation soft_shrink', [9], { activation: 'soft_shrink' }, (x) => tf.sub(x, tf.clipByValue(x, -0.5, 0.5))),
  one('Activation hard_silu', [9], { activation: 'hard_silu' }, (x) => tf.div(tf.mul(x, tf.relu6(tf.add(x, 3))), 6)),
];

/** Layers that hand on what they take, when they do not learn. */
const still = [
  ['ActivityRegularization', { l1: 0.1, l2: 0 }],
  ['Identity', {}],
  ['RandomBrightness', { factor: 0.2, value_range: [0, 255], seed: null }],
  ['RandomContrast', { factor: [0.2, 0.2], seed: null }],
  ['RandomFlip', { mode: 'horizontal', seed: null, data_format: 'channels_last' }],
  ['RandomRotation', { factor: 0.1, fill_mode: 'reflect', fill_value: 0, interpolation: 'bilinear' }],
  ['RandomTranslation', { height_factor: 0.1, width_factor: 0.2, fill_mode: 'reflect' }],
  ['RandomZoom', { height_factor: 0.1, width_factor: null, fill_mode: 'reflect' }],
  ['SpatialDropout2D', { rate: 0.5, data_format: 'channels_last' }],
] as const;

/** Enlarging as TensorFlow.js does it in models of its own, whose class does not work within a model. */
const byCorners: KerasCase = {
  title: 'Resizing by corners',
  className: 'Resizing',
  model: sequentialModel(image, [{ class_name: 'Resizing', config: { height: 9, width: 4 } }]),
  compute: (x) => tf.image.resizeBilinear(x as tf.Tensor4D, [9, 4], true),
  by: 'differences',
};

/** The difference of two layers. */
const subtraction: KerasCase = {
  title: 'Subtract',
  className: 'Subtract',
  model: modelOf({
    class_name: 'Functional',
    config: {
      name: 'graph',
      layers: [
        { class_name: 'InputLayer', config: { name: 'x', batch_input_shape: [null, 5] }, inbound_nodes: [] },
        { class_name: 'ReLU', config: { name: 'a' }, inbound_nodes: [[['x', 0, 0, {}]]] },
        {
          class_name: 'Subtract',
          config: { name: 'y' },
          inbound_nodes: [
            [
              ['a', 0, 0, {}],
              ['x', 0, 0, {}],
            ],
          ],
        },
      ],
      input_layers: [['x', 0, 0]],
      output_layers: [['y', 0, 0]],
    },
  }),
  compute: (x) => tf.sub(tf.relu(x), x),
  by: 'TensorFlow.js',
};

export const kerasCases: readonly KerasCase[] = [
  ...convolutions,
  ...layout,
  ...normalizations,
  ...recurrent,
  ...activations,
  ...still.map(([className, config]) => one(className, image, config, (x) => tf.mul(x, 1))),
  byCorners,
  subtraction,
];
