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

/**
 * Of which TensorFlow.js 4.22 has no gradient, or a wrong one: of dilations, sizes by the middles of cells, volumes.
 */
const differenced = new Set([
  'Conv1D, causal and dilated',
  'Conv3DTranspose',
  'MaxPooling3D',
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

/** A layer that takes a series of five steps twice, as queries and as values. */
function twice(
  title: string,
  config: object,
  compute: (x: tf.Tensor, weights: Record<string, tf.Tensor>) => tf.Tensor,
  weights: TinyWeights,
  settings: object = {},
): KerasCase {
  const [className] = title.split(/\W/);
  const layers = [
    { class_name: 'InputLayer', config: { name: 'x', batch_input_shape: [null, 5, 4] }, inbound_nodes: [] },
    {
      class_name: className,
      config: { name: 'it', ...config },
      inbound_nodes: [[['x', 0, 0, { value: ['x', 0, 0], ...settings }]]],
    },
  ];
  const topology = {
    class_name: 'Functional',
    config: { name: 'graph', layers, input_layers: [['x', 0, 0]], output_layers: [['it', 0, 0]] },
  };
  const named = Object.fromEntries(Object.entries(weights).map(([name, weight]) => [`it/${name}`, weight]));
  const tensors = Object.fromEntries(Object.entries(weights).map(([name, of]) => [name, tensorOf(of)]));
  return {
    title,
    className,
    model: modelOf({ keras_version: '2.15.0', model_config: topology }, named),
    compute: (x) => compute(x, tensors),
    by: 'TensorFlow.js',
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

const volume = [5, 4, 6, 2];

const volumes = [
  one(
    'Conv3D',
    volume,
    { filters: 3, kernel_size: [2, 3, 2], strides: [1, 2, 2], padding: 'same', activation: 'tanh' },
    (x, { kernel, bias }) =>
      tf.tanh(tf.add(tf.conv3d(x as tf.Tensor5D, kernel as tf.Tensor5D, [1, 2, 2], 'same'), bias)),
    { kernel: weight(2, 3, 2, 2, 3), bias: weight(3) },
  ),
  one(
    'Conv3DTranspose',
    volume,
    { filters: 3, kernel_size: [2, 3, 2], strides: 2, padding: 'same', use_bias: false },
    (x, { kernel }) =>
      tf.conv3dTranspose(x as tf.Tensor5D, kernel as tf.Tensor5D, [1, 10, 8, 12, 3], [2, 2, 2], 'same'),
    { kernel: weight(2, 3, 2, 3, 2) },
  ),
  one('MaxPooling3D', volume, { pool_size: [2, 2, 3], strides: null, padding: 'same' }, (x) =>
    tf.maxPool3d(x as tf.Tensor5D, [2, 2, 3], [2, 2, 3], 'same'),
  ),
  one('AveragePooling3D', volume, { pool_size: [2, 2, 3], strides: [1, 2, 1], padding: 'valid' }, (x) =>
    tf.avgPool3d(x as tf.Tensor5D, [2, 2, 3], [1, 2, 1], 'valid'),
  ),
  one('GlobalMaxPooling3D', volume, { keepdims: false }, (x) => tf.max(x, [1, 2, 3])),
  one('GlobalAveragePooling3D', volume, { keepdims: true }, (x) => tf.mean(x, [1, 2, 3], true)),
  one(
    'ZeroPadding3D',
    volume,
    {
      padding: [
        [1, 0],
        [0, 2],
        [1, 1],
      ],
    },
    (x) =>
      tf.pad(x, [
        [0, 0],
        [1, 0],
        [0, 2],
        [1, 1],
        [0, 0],
      ]),
  ),
  one(
    'Cropping3D',
    volume,
    {
      cropping: [
        [1, 0],
        [0, 2],
        [1, 1],
      ],
    },
    (x) => tf.slice(x, [0, 1, 0, 1, 0], [1, 4, 2, 4, 2]),
  ),
  one('UpSampling3D', volume, { size: [2, 1, 3] }, (x) => repeatedAlong(repeatedAlong(x, 1, 2), 3, 3)),
  one('AdaptiveAveragePooling1D', series, { output_size: [4] }, (x) => adapted(x, 1, [0, 2, 4, 6], 3, tf.mean)),
  one('AdaptiveAveragePooling2D', image, { output_size: [3, 6] }, (x) => adapted(x, 1, [0, 2, 4], 3, tf.mean)),
  one('AdaptiveAveragePooling3D', volume, { output_size: [5, 2, 6] }, (x) => adapted(x, 2, [0, 2], 2, tf.mean)),
  one('AdaptiveMaxPooling1D', series, { output_size: [4] }, (x) => adapted(x, 1, [0, 2, 4, 6], 3, tf.max)),
  one('AdaptiveMaxPooling2D', image, { output_size: [3, 6] }, (x) => adapted(x, 1, [0, 2, 4], 3, tf.max)),
  one('AdaptiveMaxPooling3D', volume, { output_size: [5, 2, 6] }, (x) => adapted(x, 2, [0, 2], 2, tf.max)),
];

/** Each place of an axis so many times. */
function repeatedAlong(x: tf.Tensor, axis: number, times: number): tf.Tensor {
  const places = Array.from({ length: x.shape[axis] * times }, (_, i) => Math.floor(i / times));
  return tf.gather(x, tf.tensor1d(places, 'int32'), axis);
}

/** What is made of windows of a size that begin at some places of an axis: of 9 places for 4 windows, 0, 2, 4 and 6. */
function adapted(
  x: tf.Tensor,
  axis: number,
  begins: readonly number[],
  size: number,
  of: typeof tf.mean | typeof tf.max,
): tf.Tensor {
  const windows = begins.map((begin) => {
    const [starts, sizes] = [x.shape.map(() => 0), [...x.shape]];
    starts[axis] = begin;
    sizes[axis] = size;
    return of(tf.slice(x, starts, sizes), axis, true);
  });
  return tf.concat(windows, axis);
}

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
  one(
    'GroupNormalization of each channel',
    image,
    { groups: -1, axis: -1, epsilon: 0.01, center: false, scale: false },
    (x) => {
      const { mean, variance } = tf.moments(x, [1, 2], true);
      return tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 0.01)));
    },
  ),
  one(
    'RMSNormalization',
    image,
    { axis: [-1], epsilon: 0.01 },
    (x, { scale }) => tf.mul(tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), 0.01))), scale),
    { scale: weight(4) },
  ),
  one(
    'SpectralNormalization',
    [4],
    {
      power_iterations: 1,
      layer: { class_name: 'Dense', config: { name: 'fc', units: 3, activation: 'tanh', use_bias: true } },
    },
    (x, { 'fc/kernel': kernel, 'fc/bias': bias }) => tf.tanh(tf.add(tf.matMul(x, kernel), bias)),
    { 'fc/kernel': weight(4, 3), 'fc/bias': weight(3), vector_u: weight(1, 3) },
  ),
  one('LayerScale', image, { init_values: 1e-6, projection_dim: 4 }, (x, { gamma }) => tf.mul(x, gamma), {
    gamma: weight(4),
  }),
  one('UnitNormalization', image, { axis: [1, -1] }, (x) =>
    tf.mul(x, tf.rsqrt(tf.maximum(tf.sum(tf.square(x), [1, 3], true), 1e-12))),
  ),
  one('Softmax along rows', [3, 2], { axis: 1 }, (x) =>
    tf.transpose(tf.softmax(tf.transpose(x, [0, 2, 1])), [0, 2, 1]),
  ),
];

const products = [
  one(
    'EinsumDense',
    [6, 4],
    { equation: 'abc,cde->abed', output_shape: [6, 3, 2], bias_axes: 'ed', activation: 'tanh' },
    (x, { kernel, bias }) =>
      tf.tanh(
        tf.add(
          tf.transpose(
            tf.reshape(tf.matMul(tf.reshape(x, [6, 4]), tf.reshape(kernel, [4, 6])), [1, 6, 2, 3]),
            [0, 1, 3, 2],
          ),
          bias,
        ),
      ),
    { kernel: weight(4, 2, 3), bias: weight(3, 2) },
  ),
  one(
    'EinsumDense that sums two axes, of any in front',
    [2, 3, 4],
    { equation: '...bc,cbd->...d', output_shape: [5], bias_axes: null },
    (x, { kernel }) =>
      tf.reshape(tf.matMul(tf.reshape(x, [2, 12]), tf.reshape(tf.transpose(kernel, [1, 0, 2]), [12, 5])), [1, 2, 5]),
    { kernel: weight(4, 3, 5) },
  ),
];

/** Steps of a series in heads: heads x steps x size. */
function inHeads(x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor | number): tf.Tensor3D {
  const [features, heads, size] = kernel.shape;
  const steps = x.shape[1] ?? 1;
  const all = tf.reshape(tf.matMul(tf.reshape(x, [steps, features]), tf.reshape(kernel, [features, heads * size])), [
    steps,
    heads,
    size,
  ]);
  return tf.transpose(tf.add(all, bias), [1, 0, 2]);
}

/** What heads make of queries, keys and values. */
function weighed(query: tf.Tensor3D, key: tf.Tensor3D, value: tf.Tensor3D, mask: tf.Tensor | number = 0): tf.Tensor {
  const scores = tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(query.shape[2]));
  const joined = tf.transpose<tf.Tensor3D>(tf.matMul(tf.softmax<tf.Tensor3D>(tf.add(scores, mask)), value), [1, 0, 2]);
  return tf.reshape(joined, [joined.shape[0], joined.shape[1] * joined.shape[2]]);
}

/** Of five steps none sees a later one. */
const later = tf.tensor(
  Array.from({ length: 25 }, (_, i) => (i % 5 > Math.floor(i / 5) ? -1e9 : 0)),
  [5, 5],
);

const attentions = [
  twice(
    'MultiHeadAttention',
    { num_heads: 2, key_dim: 3, value_dim: 2, use_bias: true, dropout: 0.1, output_shape: null, attention_axes: [1] },
    (x, of) => {
      const [query, key, value] = ['query', 'key', 'value'].map((role) =>
        inHeads(x, of[`${role}/kernel`], of[`${role}/bias`]),
      );
      const kernel = tf.reshape(of['attention_output/kernel'], [4, 4]);
      return tf.expandDims(tf.add(tf.matMul(weighed(query, key, value), kernel), of['attention_output/bias']), 0);
    },
    {
      'query/kernel': weight(4, 2, 3),
      'query/bias': weight(2, 3),
      'key/kernel': weight(4, 2, 3),
      'key/bias': weight(2, 3),
      'value/kernel': weight(4, 2, 2),
      'value/bias': weight(2, 2),
      'attention_output/kernel': weight(2, 2, 4),
      'attention_output/bias': weight(4),
    },
  ),
  ...(['GroupQueryAttention', 'GroupedQueryAttention'] as const).map((className) =>
    twice(
      `${className} that sees no later step`,
      { head_dim: 3, num_query_heads: 4, num_key_value_heads: 2, use_bias: false, dropout: 0 },
      (x, of) => {
        const query = inHeads(x, of['query/kernel'], 0);
        const [key, value] = ['key', 'value'].map(
          (role) => repeatedAlong(inHeads(x, of[`${role}/kernel`], 0), 0, 2) as tf.Tensor3D,
        );
        const kernel = tf.reshape(of['attention_output/kernel'], [12, 4]);
        return tf.expandDims(tf.matMul(weighed(query, key, value, later), kernel), 0);
      },
      {
        'query/kernel': weight(4, 4, 3),
        'key/kernel': weight(4, 2, 3),
        'value/kernel': weight(4, 2, 3),
        'attention_output/kernel': weight(4, 3, 4),
      },
      { use_causal_mask: true },
    ),
  ),
  twice(
    'Attention',
    { use_scale: true, score_mode: 'dot', dropout: 0 },
    (x, { scale }) => tf.matMul(tf.softmax(tf.mul(tf.matMul(x, x, false, true), scale)), x),
    { scale: weight() },
  ),
  twice(
    'Attention by functions of sums',
    { use_scale: false, score_mode: 'concat', dropout: 0 },
    (x, { concat_score_weight }) => tf.matMul(tf.softmax(tf.mul(tf.sum(tf.tanh(sums(x)), 3), concat_score_weight)), x),
    { concat_score_weight: weight() },
  ),
  twice(
    'AdditiveAttention',
    { use_scale: true, dropout: 0 },
    (x, { scale }) => tf.matMul(tf.softmax(tf.sum(tf.mul(tf.tanh(sums(x)), scale), 3)), x),
    { scale: weight(4) },
  ),
];

/** Sums of each two steps. */
function sums(x: tf.Tensor): tf.Tensor {
  return tf.add(tf.expandDims(x, 2), tf.expandDims(x, 1));
}

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
  one('Activation log_sigmoid', [9], { activation: 'log_sigmoid' }, (x) => tf.logSigmoid(x)),
  one('Activation sparse_plus', [9], { activation: 'sparse_plus' }, (x) => {
    const arc = tf.div(tf.square(tf.clipByValue(tf.add(x, 1), 0, 2)), 4);
    return tf.add(arc, tf.relu(tf.sub(x, 1)));
  }),
  one('Activation sparse_sigmoid', [9], { activation: 'sparse_sigmoid' }, (x) =>
    tf.clipByValue(tf.div(tf.add(x, 1), 2), 0, 1),
  ),
  one('Activation squareplus', [9], { activation: 'squareplus' }, (x) =>
    tf.div(tf.add(x, tf.sqrt(tf.add(tf.square(x), 4))), 2),
  ),
  one('Activation tanh_shrink', [9], { activation: 'tanh_shrink' }, (x) => tf.sub(x, tf.tanh(x))),
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
  ['StochasticDepth', { drop_path_rate: 0.1 }],
  ['SpatialDropout3D', { rate: 0.5, data_format: 'channels_last' }],
  ...[
    'AugMix',
    'CutMix',
    'MixUp',
    'RandAugment',
    'RandomColorDegeneration',
    'RandomColorJitter',
    'RandomElasticTransform',
    'RandomErasing',
    'RandomGaussianBlur',
    'RandomGrayscale',
    'RandomHue',
    'RandomInvert',
    'RandomPerspective',
    'RandomPosterization',
    'RandomSaturation',
    'RandomSharpness',
    'RandomShear',
  ].map((name) => [name, { factor: 0.5 }] as const),
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
  ...volumes,
  ...layout,
  ...normalizations,
  ...products,
  ...attentions,
  ...recurrent,
  ...activations,
  ...still.map(([className, config]) => one(className, image, config, (x) => tf.mul(x, 1))),
  byCorners,
  subtraction,
];
