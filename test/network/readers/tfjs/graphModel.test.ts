import { describe, expect, it } from 'vitest';
import { readTfjs } from '../../../../src/network/readers/index.ts';
import { attributes, graphModel, type TinyConstants, type TinyNode } from '../../../helpers/graphModels.ts';
import { graphOutput } from '../../../helpers/graphOracle.ts';
import { expectClose } from '../../../helpers/layersOracle.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

const random = seeded(6);

function floats(...shape: number[]): TinyConstants[string] {
  return {
    shape,
    numbers: [
      ...Float32Array.from(
        randomArray(
          random,
          shape.reduce((a, b) => a * b, 1),
        ),
      ),
    ],
  };
}

function positive(...shape: number[]): TinyConstants[string] {
  const { numbers } = floats(...shape);
  return { shape, numbers: numbers.map((x) => Math.fround(x * x + 0.5)) };
}

function wholes(...numbers: number[]): TinyConstants[string] {
  return { shape: [numbers.length], numbers, dtype: 'int32' };
}

const scalar = (number: number): TinyConstants[string] => ({ shape: [], numbers: [number], dtype: 'int32' });
const image = [5, 6, 4];
const sliding = { strides: [1, 2, 1, 1], padding: 'SAME', data_format: 'NHWC' };
const node = (op: string, attr: Parameters<typeof attributes>[0] = {}, ...input: string[]): TinyNode => ({
  op,
  name: 'y',
  input: ['x', ...input],
  attr: attributes(attr),
});

const single: readonly (readonly [
  title: string,
  shape: readonly number[],
  nodes: readonly TinyNode[],
  constants?: TinyConstants,
])[] = [
  ...[
    'Elu',
    'Exp',
    'LogSoftmax',
    'Neg',
    'Relu',
    'Relu6',
    'Selu',
    'Sigmoid',
    'Softmax',
    'Softplus',
    'Square',
    'Tanh',
    'Identity',
  ].map((op) => [op, [5], [node(op)]] as const),
  ['LeakyRelu', [5], [node('LeakyRelu', { alpha: { f: 0.3 } })]],
  ['Prelu', image, [node('Prelu', {}, 'a')], { a: floats(4) }],
  ...['Add', 'AddV2', 'Sub', 'Mul', 'RealDiv', 'Maximum', 'Minimum'].flatMap((op) => [
    [`${op} of a number for each channel`, image, [node(op, {}, 'c')], { c: positive(4) }] as const,
    [`${op} of a number for each unit`, image, [node(op, {}, 'c')], { c: positive(1, 5, 6, 4) }] as const,
    [
      `${op} of two values that broadcast`,
      image,
      [
        { op: 'Max', name: 'm', input: ['x', 'axes'], attr: attributes({ keep_dims: true }) },
        { op: 'Exp', name: 'e', input: ['m'] },
        node(op, {}, 'e'),
      ],
      { axes: wholes(1) },
    ] as const,
  ]),
  ['Sub from a constant', [3], [{ op: 'Sub', name: 'y', input: ['c', 'x'] }], { c: floats(3) }],
  ['BiasAdd', image, [node('BiasAdd', { data_format: 'NHWC' }, 'c')], { c: floats(4) }],
  ['MatMul', [4], [node('MatMul', { transpose_a: false, transpose_b: false }, 'w')], { w: floats(4, 3) }],
  ['MatMul, transposed', [4], [node('MatMul', { transpose_a: false, transpose_b: true }, 'w')], { w: floats(3, 4) }],
  [
    '_FusedMatMul',
    [4],
    [
      node(
        '_FusedMatMul',
        { transpose_a: false, transpose_b: false, fused_ops: ['BiasAdd', 'Relu'], num_args: 1 },
        'w',
        'b',
      ),
    ],
    { w: floats(4, 3), b: floats(3) },
  ],
  ['Conv2D', image, [node('Conv2D', { ...sliding, dilations: [1, 1, 1, 1] }, 'w')], { w: floats(3, 2, 4, 3) }],
  [
    'Conv2D, dilated',
    image,
    [node('Conv2D', { ...sliding, strides: [1, 1, 1, 1], dilations: [1, 2, 3, 1] }, 'w')],
    { w: floats(3, 2, 4, 3) },
  ],
  [
    '_FusedConv2D',
    image,
    [
      node(
        '_FusedConv2D',
        { ...sliding, padding: 'VALID', dilations: [1, 1, 1, 1], fused_ops: ['BiasAdd', 'Relu6'], num_args: 1 },
        'w',
        'b',
      ),
    ],
    { w: floats(3, 2, 4, 3), b: floats(3) },
  ],
  [
    '_FusedConv2D with a slope below 0',
    image,
    [
      node(
        '_FusedConv2D',
        {
          ...sliding,
          dilations: [1, 1, 1, 1],
          fused_ops: ['BiasAdd', 'LeakyRelu'],
          num_args: 1,
          leakyrelu_alpha: { f: 0.3 },
        },
        'w',
        'b',
      ),
    ],
    { w: floats(3, 2, 4, 3), b: floats(3) },
  ],
  [
    '_FusedConv2D with Prelu',
    image,
    [
      node(
        '_FusedConv2D',
        { ...sliding, dilations: [1, 1, 1, 1], fused_ops: ['BiasAdd', 'Prelu'], num_args: 2 },
        'w',
        'b',
        'a',
      ),
    ],
    { w: floats(3, 2, 4, 3), b: floats(3), a: floats(3) },
  ],
  [
    'DepthwiseConv2dNative',
    image,
    [node('DepthwiseConv2dNative', { ...sliding, strides: [1, 2, 2, 1], dilations: [1, 1, 1, 1] }, 'w')],
    { w: floats(3, 2, 4, 2) },
  ],
  [
    'FusedDepthwiseConv2dNative',
    image,
    [
      node(
        'FusedDepthwiseConv2dNative',
        { ...sliding, strides: [1, 1, 1, 1], dilations: [1, 1, 1, 1], fused_ops: ['BiasAdd', 'Relu'], num_args: 1 },
        'w',
        'b',
      ),
    ],
    { w: floats(3, 2, 4, 2), b: floats(8) },
  ],
  ['MaxPool', image, [node('MaxPool', { ...sliding, ksize: [1, 3, 2, 1] })]],
  ['AvgPool', image, [node('AvgPool', { ...sliding, ksize: [1, 3, 2, 1] })]],
  ['Mean', image, [node('Mean', { keep_dims: false }, 'axes')], { axes: wholes(1, 2) }],
  ['Mean that keeps its axes', image, [node('Mean', { keep_dims: true }, 'axes')], { axes: wholes(-1) }],
  ['Sum', image, [node('Sum', { keep_dims: false }, 'axes')], { axes: wholes(2, 3) }],
  ['Max', image, [node('Max', { keep_dims: false }, 'axes')], { axes: wholes(1, 2) }],
  ['Pad', image, [node('Pad', {}, 'p')], { p: { shape: [4, 2], numbers: [0, 0, 1, 2, 0, 3, 0, 0], dtype: 'int32' } }],
  [
    'PadV2',
    image,
    [node('PadV2', {}, 'p', 'v')],
    { p: { shape: [4, 2], numbers: [0, 0, 1, 2, 0, 3, 0, 0], dtype: 'int32' }, v: { shape: [], numbers: [0.5] } },
  ],
  ['ConcatV2', image, [node('ConcatV2', { N: 2 }, 'x', 'axis')], { axis: scalar(-1) }],
  ['Squeeze', [1, 5, 1], [node('Squeeze', { squeeze_dims: [1] })]],
  ['ExpandDims', [5, 2], [node('ExpandDims', {}, 'axis')], { axis: scalar(-1) }],
  ['Transpose', image, [node('Transpose', {}, 'perm')], { perm: wholes(0, 3, 1, 2) }],
  [
    'FusedBatchNormV3',
    image,
    [
      node(
        'FusedBatchNormV3',
        { is_training: false, data_format: 'NHWC', epsilon: { f: 0.001 } },
        'scale',
        'shift',
        'mean',
        'variance',
      ),
    ],
    { scale: floats(4), shift: floats(4), mean: floats(4), variance: positive(4) },
  ],
  [
    'Reshape, of a shape worked out from the batch',
    image,
    [
      { op: 'Shape', name: 'shape', input: ['x'], attr: { out_type: { type: 'DT_INT32' } } },
      {
        op: 'StridedSlice',
        name: 'batch',
        input: ['shape', 'zero', 'one', 'one'],
        attr: attributes({ shrink_axis_mask: 1, begin_mask: 0, end_mask: 0, ellipsis_mask: 0, new_axis_mask: 0 }),
      },
      { op: 'Pack', name: 'target', input: ['batch', 'units'], attr: attributes({ N: 2, axis: 0 }) },
      node('Reshape', {}, 'target'),
    ],
    { zero: wholes(0), one: wholes(1), units: scalar(120) },
  ],
];

describe('readTfjs gives the values of TensorFlow.js for graph models', () => {
  it.each(single.map(([title, shape, nodes, constants = {}]) => [title, shape, nodes, constants] as const))(
    'for %s',
    async (_, shape, nodes, constants) => {
      const model = graphModel(shape, nodes, constants);
      const network = readTfjs(model.bytes, [model.weights]);
      expect(network.inputShape).toEqual(shape);
      const x = Float32Array.from(randomArray(random, network.inputSize, 1.5));
      expectClose(network, x, await graphOutput(model, x, shape));
    },
  );
});

describe('readTfjs refuses, of graph models,', () => {
  const refusals: readonly (readonly [
    title: string,
    nodes: readonly TinyNode[],
    message: string,
    constants?: TinyConstants,
  ])[] = [
    [
      'all operators that are not supported, in one error',
      [
        { op: 'Foo', name: 'f' },
        { op: 'Bar', name: 'b', input: ['f'] },
      ],
      "not supported: node 'f' (Foo); node 'b' (Bar). Operators that are: Elu, ",
    ],
    [
      'images with channels first',
      [node('MaxPool', { ...sliding, data_format: 'NCHW', ksize: [1, 1, 1, 1] })],
      "node 'y' (MaxPool): its data_format is NCHW; only NHWC is supported.",
    ],
    [
      'a reshape across the batch',
      [node('Reshape', {}, 's')],
      "node 'y' (Reshape): items of 2x2x1 do not take the shape [4, 1], whose first axis should be the batch.",
      { s: wholes(4, 1) },
    ],
    [
      'a node that takes itself',
      [{ op: 'Relu', name: 'y', input: ['y'] }],
      "node 'y' (Relu): it takes its own output.",
    ],
    [
      'a node that there is not',
      [{ op: 'Relu', name: 'y', input: ['z'] }],
      "no node is called 'z', which the model refers to.",
    ],
    [
      'another than the first output of a node',
      [{ op: 'Relu', name: 'y', input: ['x:1'] }],
      "'x:1' is another than the first output of a node",
    ],
    [
      'an output without an input',
      [{ op: 'Identity', name: 'y', input: ['c'] }],
      'the output does not depend on any input.',
      { c: floats(1) },
    ],
  ];

  it.each(refusals.map(([title, nodes, message, constants = {}]) => [title, nodes, message, constants] as const))(
    '%s',
    (_, nodes, message, constants) => {
      const { bytes, weights } = graphModel([2, 2, 1], nodes, constants);
      expect(() => readTfjs(bytes, [weights])).toThrow(
        expect.objectContaining({ name: 'UserError', message: expect.stringContaining(message) as string }),
      );
    },
  );
});
