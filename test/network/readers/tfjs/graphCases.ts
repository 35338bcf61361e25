import { attributes, type TinyConstants, type TinyNode } from '../../../helpers/graphModels.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

const random = seeded(6);

export function floats(...shape: number[]): TinyConstants[string] {
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

export function wholes(...numbers: number[]): TinyConstants[string] {
  return { shape: [numbers.length], numbers, dtype: 'int32' };
}

const scalar = (number: number): TinyConstants[string] => ({ shape: [], numbers: [number], dtype: 'int32' });
const image = [5, 6, 4];
export const sliding = { strides: [1, 2, 1, 1], padding: 'SAME', data_format: 'NHWC' };
export const node = (op: string, attr: Parameters<typeof attributes>[0] = {}, ...input: string[]): TinyNode => ({
  op,
  name: 'y',
  input: ['x', ...input],
  attr: attributes(attr),
});

/** A graph of an input of a shape: its title, that shape, its nodes, and constants by name. */
export type GraphCase = readonly [
  title: string,
  shape: readonly number[],
  nodes: readonly TinyNode[],
  constants?: TinyConstants,
];

/** The batch of one item and a number, as a shape: worked out from the input as Keras does it. */
const batchShape = (name: string): TinyNode[] => [
  { op: 'Shape', name: 'shape', input: ['x'], attr: { out_type: { type: 'DT_INT32' } } },
  {
    op: 'StridedSlice',
    name: 'batch',
    input: ['shape', 'zero', 'one', 'one'],
    attr: attributes({ shrink_axis_mask: 1, begin_mask: 0, end_mask: 0, ellipsis_mask: 0, new_axis_mask: 0 }),
  },
  { op: 'Pack', name, input: ['batch', 'units'], attr: attributes({ N: 2, axis: 0 }) },
];

const single: readonly GraphCase[] = [
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
  ...['Maximum', 'Minimum'].flatMap((op) => [
    [`${op} of a number`, [6], [node(op, {}, 'c')], { c: { shape: [], numbers: [0.5] } }] as const,
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
  ...['FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3'].map((op): GraphCase => [
    op,
    image,
    [
      node(
        op,
        { is_training: false, data_format: 'NHWC', epsilon: { f: 0.001 } },
        'scale',
        'shift',
        'mean',
        'variance',
      ),
    ],
    { scale: floats(4), shift: floats(4), mean: floats(4), variance: positive(4) },
  ]),
  [
    'Reshape, of a shape worked out from the batch',
    image,
    [...batchShape('target'), node('Reshape', {}, 'target')],
    { zero: wholes(0), one: wholes(1), units: scalar(120) },
  ],
];

/** Masks of a strided slice: bits of entries. */
const masks = (given: Record<string, number>) =>
  attributes({ begin_mask: 0, end_mask: 0, ellipsis_mask: 0, new_axis_mask: 0, shrink_axis_mask: 0, ...given });
const strided = (given: Record<string, number>): TinyNode => ({
  op: 'StridedSlice',
  name: 'y',
  input: ['x', 'begin', 'end', 'step'],
  attr: masks(given),
});
const table = (rows: number, ...numbers: number[]): TinyConstants[string] => ({
  shape: [rows, numbers.length / rows],
  numbers,
  dtype: 'int32',
});
const number = (x: number): TinyConstants[string] => ({ shape: [], numbers: [x] });
const stretched = { align_corners: true, half_pixel_centers: false };
const middles = { align_corners: false, half_pixel_centers: true };
const corners = { align_corners: false, half_pixel_centers: false };

const functions: readonly GraphCase[] = [
  ...['Abs', 'Cos', 'Erf', 'Sin'].map((op) => [op, [5], [node(op)]] as const),
  ...['Log', 'Sqrt', 'Rsqrt', 'Reciprocal'].map((op): GraphCase => [
    op,
    [5],
    [
      { op: 'Exp', name: 'e' },
      { op, name: 'y', input: ['e'] },
    ],
  ]),
  [
    'StopGradient and Cast',
    [5],
    [
      { op: 'Cast', name: 'c', attr: { DstT: { type: 'DT_FLOAT' } } },
      { op: 'StopGradient', name: 'y', input: ['c'] },
    ],
  ],
  ['ClipByValue', [5], [node('ClipByValue', {}, 'low', 'high')], { low: number(-0.5), high: number(0.75) }],
  [
    'Pow',
    [5],
    [
      { op: 'Exp', name: 'e' },
      { op: 'Pow', name: 'y', input: ['e', 'p'] },
    ],
    { p: number(1.5) },
  ],
  ['SquaredDifference', image, [node('SquaredDifference', {}, 'c')], { c: floats(4) }],
  ['AddN', image, [{ op: 'Relu', name: 'r' }, node('AddN', { N: 3 }, 'r', 'x')]],
  [
    'DivNoNan',
    [4],
    [
      { op: 'Exp', name: 'e' },
      { op: 'Abs', name: 'a' },
      { op: 'DivNoNan', name: 'y', input: ['a', 'e'] },
    ],
  ],
  ['Div', [4], [node('Div', {}, 'c')], { c: positive(4) }],
  [
    'RealDiv of a constant',
    [4],
    [
      { op: 'Exp', name: 'e' },
      { op: 'RealDiv', name: 'y', input: ['c', 'e'] },
    ],
    { c: floats(4) },
  ],
  ['Min', image, [node('Min', { keep_dims: false }, 'axes')], { axes: wholes(1, 2) }],
  ['Min that keeps its axes', image, [node('Min', { keep_dims: true }, 'axes')], { axes: wholes(3) }],
];

const products: readonly GraphCase[] = [
  [
    'BatchMatMulV2 of two values',
    [3, 4],
    [{ op: 'Tanh', name: 't' }, node('BatchMatMulV2', { adj_x: true, adj_y: false }, 't')],
  ],
  [
    'BatchMatMul of two values',
    [3, 4],
    [{ op: 'Tanh', name: 't' }, node('BatchMatMul', { adj_x: false, adj_y: true }, 't')],
  ],
  ...[false, true].map((adj_y): GraphCase => [
    `BatchMatMulV2 of a matrix first${adj_y ? ', transposed' : ''}`,
    adj_y ? [4, 3] : [3, 4],
    [{ op: 'BatchMatMulV2', name: 'y', input: ['w', 'x'], attr: attributes({ adj_x: true, adj_y }) }],
    { w: floats(1, 3, 2) },
  ]),
  [
    'BatchMatMulV2 with a matrix',
    [3, 4],
    [node('BatchMatMulV2', { adj_x: false, adj_y: false }, 'w')],
    { w: floats(1, 4, 2) },
  ],
  ['Einsum with a matrix', [3, 4], [node('Einsum', { equation: 'abc,cd->abd', N: 2 }, 'w')], { w: floats(4, 2) }],
  [
    'Einsum over two axes',
    [3, 4, 2],
    [node('Einsum', { equation: 'abcd,cde->abe', N: 2 }, 'w')],
    { w: floats(4, 2, 5) },
  ],
  [
    'Einsum of a constant first, transposed',
    [3, 4],
    [{ op: 'Einsum', name: 'y', input: ['w', 'x'], attr: attributes({ equation: 'dc,abc->adb', N: 2 }) }],
    { w: floats(2, 4) },
  ],
  [
    'Einsum of two values, as attention has it',
    [3, 2, 4],
    [{ op: 'Tanh', name: 't' }, node('Einsum', { equation: 'aecd,abcd->acbe', N: 2 }, 't')],
  ],
  ['Einsum over all axes', [3, 4], [node('Einsum', { equation: 'abc,bc->a', N: 2 }, 'w')], { w: floats(3, 4) }],
  ...(['SAME', 'VALID'] as const).map((padding, i): GraphCase => [
    `Conv2DBackpropInput, ${padding}`,
    [3, 4, 2],
    [
      {
        op: 'Conv2DBackpropInput',
        name: 'y',
        input: ['size', 'w', 'x'],
        attr: attributes({ ...sliding, strides: [1, 2, 2, 1], padding, dilations: [1, 1, 1, 1] }),
      },
    ],
    { size: wholes(1, [6, 7][i], [7, 10][i], 3), w: floats(3, 4, 3, 2) },
  ]),
  ...(['Conv2D', 'DepthwiseConv2dNative'] as const).map((op): GraphCase => [
    `${op} between SpaceToBatchND and BatchToSpaceND`,
    [5, 6, 2],
    [
      { op: 'SpaceToBatchND', name: 's', input: ['x', 'block', 'paddings'] },
      {
        op,
        name: 'c',
        input: ['s', 'w'],
        attr: attributes({ ...sliding, strides: [1, 1, 1, 1], padding: 'VALID', dilations: [1, 1, 1, 1] }),
      },
      { op: 'BatchToSpaceND', name: 'y', input: ['c', 'block', 'crops'] },
    ],
    { block: wholes(2, 3), paddings: table(2, 2, 1, 3, 3), crops: table(2, 0, 1, 1, 0), w: floats(2, 3, 2, 2) },
  ]),
  [
    '_FusedMatMul with Elu',
    [4],
    [
      node(
        '_FusedMatMul',
        { transpose_a: false, transpose_b: false, fused_ops: ['BiasAdd', 'Elu'], num_args: 1 },
        'w',
        'b',
      ),
    ],
    { w: floats(4, 3), b: floats(3) },
  ],
];

const places: readonly GraphCase[] = [
  [
    'StridedSlice of rows and columns',
    image,
    [strided({ begin_mask: 9, end_mask: 9 })],
    { begin: wholes(0, 1, 5, 0), end: wholes(0, 4, 0, 0), step: wholes(1, 2, -2, 1) },
  ],
  [
    'StridedSlice behind an ellipsis',
    image,
    [strided({ ellipsis_mask: 1 })],
    { begin: wholes(0, 1), end: wholes(0, 3), step: wholes(1, 1) },
  ],
  [
    'StridedSlice that drops an axis',
    image,
    [strided({ begin_mask: 1, end_mask: 1, shrink_axis_mask: 2 })],
    { begin: wholes(0, -2), end: wholes(0, -1), step: wholes(1, 1) },
  ],
  [
    'StridedSlice that adds axes',
    [4, 3],
    [strided({ begin_mask: 5, end_mask: 5, new_axis_mask: 10 })],
    { begin: wholes(0, 0, 0, 0), end: wholes(0, 0, 0, 0), step: wholes(1, 1, 1, 1) },
  ],
  ['Slice', image, [node('Slice', {}, 'begin', 'size')], { begin: wholes(0, 1, 2, 0), size: wholes(-1, 3, -1, 2) }],
  ...[0, 2].map((tensor): GraphCase => [
    `Split, its tensor ${tensor}`,
    [6, 2],
    [
      { op: 'Split', name: 's', input: ['axis', 'x'], attr: attributes({ num_split: 3 }) },
      { op: 'Relu', name: 'y', input: [`s:${tensor}`] },
    ],
    { axis: scalar(1) },
  ]),
  [
    'SplitV',
    [6, 2],
    [
      { op: 'SplitV', name: 's', input: ['x', 'sizes', 'axis'], attr: attributes({ num_split: 2 }) },
      { op: 'Relu', name: 'y', input: ['s:1'] },
    ],
    { sizes: wholes(2, 4), axis: scalar(-2) },
  ],
  [
    'Unpack',
    [3, 4],
    [
      { op: 'Unpack', name: 'u', attr: attributes({ num: 3, axis: 1 }) },
      { op: 'Sub', name: 'y', input: ['u:2', 'u'] },
    ],
  ],
  [
    'IdentityN',
    [3],
    [
      { op: 'Relu', name: 'r' },
      { op: 'IdentityN', name: 'i', input: ['x', 'r'] },
      { op: 'Identity', name: 'y', input: ['i:1'] },
    ],
  ],
  [
    'GatherV2',
    [4, 3],
    [node('GatherV2', { batch_dims: 0 }, 'indices', 'axis')],
    { indices: table(2, 2, 0, 1, 2), axis: scalar(2) },
  ],
  [
    'Gather',
    [4, 3],
    [
      { op: 'Shape', name: 's', attr: { out_type: { type: 'DT_INT32' } } },
      { op: 'Gather', name: 'g', input: ['s', 'indices'] },
      node('Reshape', {}, 'g'),
    ],
    { indices: wholes(0, 2, 1) },
  ],
  [
    'GatherNd',
    [4, 3, 2],
    [node('GatherNd', {}, 'indices')],
    { indices: { shape: [1, 3, 3], numbers: [0, 3, 1, 0, 0, 2, 0, 3, 0], dtype: 'int32' } },
  ],
  ['ReverseV2', [4, 3], [node('ReverseV2', {}, 'axes')], { axes: wholes(1) }],
  ['Tile', [2, 3], [node('Tile', {}, 'multiples')], { multiples: wholes(1, 2, 3) }],
  ['BroadcastTo', [1, 3], [node('BroadcastTo', {}, 'shape')], { shape: wholes(1, 4, 3) }],
  ...['REFLECT', 'SYMMETRIC'].map((mode): GraphCase => [
    `MirrorPad, ${mode}`,
    image,
    [node('MirrorPad', { mode }, 'p')],
    { p: table(4, 0, 0, 1, 2, 2, 0, 0, 0) },
  ]),
  ['DepthToSpace', [2, 3, 8], [node('DepthToSpace', { block_size: 2, data_format: 'NHWC' })]],
  ['Pack of values', [3, 2], [{ op: 'Relu', name: 'r' }, node('Pack', { N: 2, axis: 2 }, 'r')]],
  [
    'ConcatV2 with a constant',
    [3, 2],
    [node('ConcatV2', { N: 2 }, 'c', 'axis')],
    { c: floats(1, 3, 2), axis: scalar(2) },
  ],
  ...(
    [
      ['half a pixel', middles],
      ['corners on corners', stretched],
      ['cells from their corners', corners],
    ] as const
  ).flatMap(([title, how]): GraphCase[] => [
    [`ResizeBilinear, ${title}`, [3, 4, 2], [node('ResizeBilinear', how, 'size')], { size: wholes(5, 9) }],
    [
      `ResizeNearestNeighbor, ${title}`,
      [3, 4, 2],
      [node('ResizeNearestNeighbor', how, 'size')],
      { size: wholes(7, 3) },
    ],
  ]),
];

const half = (name: string, input: string): TinyNode => ({ op: 'FloorDiv', name, input: [input, 'two'] });

/** What follows from shapes and constants. */
const folded: readonly GraphCase[] = [
  [
    'Reshape, of a shape worked out by arithmetic',
    [4, 6],
    [
      { op: 'Shape', name: 's', attr: { out_type: { type: 'DT_INT32' } } },
      { op: 'Prod', name: 'all', input: ['s', 'axis'], attr: attributes({ keep_dims: true }) },
      half('halves', 'all'),
      { op: 'FloorMod', name: 'none', input: ['all', 'two'] },
      { op: 'AddV2', name: 'columns', input: ['halves', 'none'] },
      { op: 'Slice', name: 'batch', input: ['s', 'first', 'one'] },
      { op: 'ConcatV2', name: 'target', input: ['batch', 'columns', 'rest', 'zero'], attr: attributes({ N: 3 }) },
      node('Reshape', {}, 'target'),
    ],
    { axis: wholes(0), two: scalar(2), first: wholes(0), one: wholes(1), rest: wholes(-1), zero: scalar(0) },
  ],
  [
    'Fill, of a shape worked out from the batch',
    [120],
    [...batchShape('target'), { op: 'Fill', name: 'f', input: ['target', 'v'] }, node('Add', {}, 'f')],
    { zero: wholes(0), one: wholes(1), units: scalar(120), v: number(0.5) },
  ],
  [
    'functions of constants',
    [4],
    [
      { op: 'Rsqrt', name: 'r', input: ['c'] },
      { op: 'Maximum', name: 'm', input: ['r', 'd'] },
      { op: 'Minimum', name: 'n', input: ['m', 'c'] },
      { op: 'Floor', name: 'f', input: ['n'] },
      { op: 'Ceil', name: 'g', input: ['d'] },
      { op: 'Sub', name: 'h', input: ['f', 'g'] },
      { op: 'SquaredDifference', name: 'i', input: ['h', 'c'] },
      { op: 'Mean', name: 'j', input: ['i', 'axis'], attr: attributes({ keep_dims: false }) },
      { op: 'Pow', name: 'k', input: ['j', 'd'] },
      { op: 'ExpandDims', name: 'l', input: ['k', 'at'] },
      { op: 'Squeeze', name: 'o', input: ['l'], attr: attributes({ squeeze_dims: [0] }) },
      node('Mul', {}, 'o'),
    ],
    { c: positive(4), d: number(0.75), axis: wholes(0), at: scalar(0) },
  ],
  [
    'Range, Rank, Size, ZerosLike and OnesLike',
    [4],
    [
      { op: 'Rank', name: 'rank' },
      { op: 'Size', name: 'size' },
      { op: 'Range', name: 'range', input: ['zero', 'size', 'one'] },
      { op: 'Cast', name: 'floats', input: ['range'], attr: { DstT: { type: 'DT_FLOAT' } } },
      { op: 'Cast', name: 'factor', input: ['rank'], attr: { DstT: { type: 'DT_FLOAT' } } },
      { op: 'OnesLike', name: 'ones' },
      { op: 'ZerosLike', name: 'zeros' },
      { op: 'AddN', name: 'sum', input: ['x', 'ones', 'zeros'], attr: attributes({ N: 3 }) },
      { op: 'Mul', name: 'product', input: ['sum', 'floats'] },
      { op: 'Mul', name: 'y', input: ['product', 'factor'] },
    ],
    { zero: scalar(0), one: scalar(1) },
  ],
];

const volume = [3, 4, 5, 2];
const steps = (...numbers: number[]) => ({ strides: [1, ...numbers, 1], data_format: 'NDHWC' });
const float = (dtype = 'DT_FLOAT') => ({ DstT: { type: dtype }, SrcT: { type: 'DT_BOOL' } });

const more: readonly GraphCase[] = [
  ...['Asinh', 'Atan', 'Cosh', 'Expm1', 'Sinh', 'Snapshot'].map((op) => [op, [5], [node(op)]] as const),
  ['EnsureShape', [5], [node('EnsureShape', {}, 'shape')], { shape: wholes(1, 5) }],
  [
    'Tan and Log1p of what is small',
    [5],
    [
      { op: 'Tanh', name: 't' },
      { op: 'Tan', name: 'a', input: ['t'] },
      { op: 'Square', name: 's' },
      { op: 'Log1p', name: 'l', input: ['s'] },
      { op: 'Add', name: 'y', input: ['a', 'l'] },
    ],
  ],
  ...(['SAME', 'VALID'] as const).map((padding): GraphCase => [
    `Conv3D, ${padding}`,
    volume,
    [node('Conv3D', { ...steps(1, 2, 1), padding, dilations: [1, 1, 1, 1, 1] }, 'w')],
    { w: floats(2, 3, 2, 2, 3) },
  ]),
  ['MaxPool3D', volume, [node('MaxPool3D', { ...steps(1, 2, 2), padding: 'SAME', ksize: [1, 2, 2, 3, 1] })]],
  ['AvgPool3D', volume, [node('AvgPool3D', { ...steps(1, 2, 2), padding: 'VALID', ksize: [1, 2, 2, 3, 1] })]],
  [
    'MaxPoolWithArgmax',
    image,
    [
      {
        op: 'MaxPoolWithArgmax',
        name: 'm',
        attr: attributes({ ...sliding, ksize: [1, 3, 2, 1], include_batch_in_index: false }),
      },
      { op: 'Relu', name: 'y', input: ['m'] },
    ],
  ],
  ['LRN', image, [node('LRN', { depth_radius: 1, bias: { f: 1.5 }, alpha: { f: 0.5 }, beta: { f: 0.75 } })]],
  ['EuclideanNorm', image, [node('EuclideanNorm', { keep_dims: true }, 'axes')], { axes: wholes(1, 3) }],
  ...[
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ].map(([exclusive, reverse]): GraphCase => [
    `Cumsum${exclusive ? ', exclusive' : ''}${reverse ? ', reversed' : ''}`,
    [4, 3],
    [node('Cumsum', { exclusive, reverse }, 'axis')],
    { axis: scalar(1) },
  ]),
  ['MatrixBandPart', [3, 4, 5], [node('MatrixBandPart', {}, 'low', 'high')], { low: scalar(1), high: scalar(1) }],
  [
    'Concat',
    [3, 2],
    [{ op: 'Concat', name: 'y', input: ['axis', 'x', 'x'], attr: attributes({ N: 2 }) }],
    { axis: scalar(2) },
  ],
  [
    'SelectV2 by a constant between two values',
    [4],
    [
      { op: 'Exp', name: 'e' },
      { op: 'Greater', name: 'c', input: ['a', 'b'] },
      { op: 'SelectV2', name: 'y', input: ['c', 'e', 'x'] },
    ],
    { a: wholes(1, 5, 2, 7), b: wholes(2, 3, 1, 9) },
  ],
  [
    'Select by a constant between a value and a constant',
    [4],
    [
      { op: 'LessEqual', name: 'c', input: ['a', 'b'] },
      { op: 'LogicalNot', name: 'n', input: ['c'] },
      { op: 'Select', name: 'y', input: ['n', 'z', 'x'] },
    ],
    {
      a: { shape: [1, 4], numbers: [1, 5, 2, 7], dtype: 'int32' },
      b: { shape: [1, 4], numbers: [2, 3, 1, 9], dtype: 'int32' },
      z: floats(1, 4),
    },
  ],
  [
    'comparisons of constants',
    [4],
    [
      ...['Equal', 'NotEqual', 'Less', 'GreaterEqual'].map((op, i) => ({ op, name: `c${i}`, input: ['a', 'b'] })),
      { op: 'LogicalAnd', name: 'and', input: ['c1', 'c2'] },
      { op: 'LogicalOr', name: 'or', input: ['and', 'c0'] },
      { op: 'Cast', name: 'float', input: ['or'], attr: float() },
      { op: 'All', name: 'all', input: ['or', 'axis'], attr: attributes({ keep_dims: true }) },
      { op: 'Any', name: 'any', input: ['c3', 'axis'], attr: attributes({ keep_dims: true }) },
      { op: 'LogicalOr', name: 'either', input: ['all', 'any'] },
      { op: 'Cast', name: 'factor', input: ['either'], attr: float() },
      { op: 'Mul', name: 'p', input: ['x', 'float'] },
      { op: 'Mul', name: 'y', input: ['p', 'factor'] },
    ],
    { a: wholes(1, 5, 2, 7), b: wholes(2, 3, 2, 9), axis: wholes(0) },
  ],
  [
    'rounding of constants',
    [4],
    [
      { op: 'Round', name: 'r', input: ['c'] },
      { op: 'Sign', name: 's', input: ['c'] },
      { op: 'Mod', name: 'm', input: ['c', 'r'] },
      { op: 'Add', name: 'a', input: ['m', 's'] },
      { op: 'Mul', name: 'b', input: ['a', 'r'] },
      { op: 'Mul', name: 'y', input: ['x', 'b'] },
    ],
    { c: { shape: [4], numbers: [2.5, -1.5, 3.25, 0.75] } },
  ],
  [
    'OneHot, LinSpace, ShapeN and a default',
    [3],
    [
      { op: 'OneHot', name: 'hot', input: ['places', 'depth', 'on', 'off'], attr: attributes({ axis: -1 }) },
      { op: 'LinSpace', name: 'line', input: ['on', 'stop', 'depth'] },
      { op: 'ShapeN', name: 'shapes', input: ['x', 'line'], attr: attributes({ N: 2 }) },
      { op: 'Fill', name: 'f', input: ['shapes:1', 'off'] },
      { op: 'PlaceholderWithDefault', name: 'given', input: ['on'], attr: { shape: { shape: {} } } },
      { op: 'Add', name: 'a', input: ['x', 'line'] },
      { op: 'Add', name: 'b', input: ['a', 'f'] },
      { op: 'Mul', name: 'c', input: ['b', 'given'] },
      { op: 'MatMul', name: 'y', input: ['c', 'hot'], attr: attributes({ transpose_a: false, transpose_b: true }) },
    ],
    { places: wholes(2, 0), depth: scalar(3), on: number(1.5), off: number(-0.5), stop: number(4) },
  ],
  [
    'IsNan, IsInf and IsFinite of what is computed',
    [4],
    [
      ...['IsNan', 'IsInf', 'IsFinite'].map((op, i) => ({ op, name: `i${i}` })),
      { op: 'LogicalOr', name: 'or', input: ['i0', 'i1'] },
      { op: 'SelectV2', name: 's', input: ['or', 'c', 'x'] },
      { op: 'SelectV2', name: 'y', input: ['i2', 's', 'c'] },
    ],
    { c: floats(1, 4) },
  ],
  [
    'Print',
    [4],
    [{ op: 'Print', name: 'y', input: ['x', 'c'], attr: attributes({ message: 'x', summarize: 0 }) }],
    { c: number(1) },
  ],
  ['Reverse', [4, 3], [{ op: 'Reverse', name: 'y', input: ['x', 'flags'] }], { flags: wholes(0, 1, 0) }],
];

export const graphCases: readonly GraphCase[] = [...single, ...functions, ...products, ...places, ...folded, ...more];
