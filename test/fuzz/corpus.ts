import { attributes, floats, int64s, onnxModel } from '../helpers/onnxModels.ts';
import { attributes as graphAttributes, graphModel } from '../helpers/graphModels.ts';
import { functionalModel, sequentialModel, type TinyModel, type TinyWeights } from '../helpers/layersModels.ts';
import type { Files } from './target.ts';

const encoder = new TextEncoder();

/** Numbers that are none in particular. */
function some(count: number): number[] {
  return Array.from({ length: count }, (_, i) => ((7 * i) % 11) / 4 - 1);
}

const convolutional = onnxModel({
  input: ['batch', 2, 4, 4],
  weights: [
    floats('w', [3, 2, 2, 2], some(24)),
    floats('b', [3], some(3)),
    floats('scale', [3], some(3)),
    floats('shift', [3], some(3)),
    floats('mean', [3], some(3)),
    floats('variance', [3], [1, 2, 3]),
    floats('fc', [3, 2], some(6)),
    floats('c', [2], [1, 2]),
  ],
  nodes: [
    {
      op: 'Conv',
      inputs: ['x', 'w', 'b'],
      output: 'conv',
      attributes: attributes({ kernel_shape: [2, 2], pads: [1, 0, 0, 1], strides: [1, 1] }),
    },
    {
      op: 'BatchNormalization',
      inputs: ['conv', 'scale', 'shift', 'mean', 'variance'],
      output: 'bn',
      attributes: attributes({ epsilon: { float: 1e-5 } }),
    },
    { op: 'LeakyRelu', inputs: ['bn'], output: 'a', attributes: attributes({ alpha: { float: 0.1 } }) },
    {
      op: 'MaxPool',
      inputs: ['a'],
      output: 'pool',
      attributes: attributes({ kernel_shape: [2, 2], strides: [2, 2], pads: [0, 0, 1, 1] }),
    },
    {
      op: 'AveragePool',
      inputs: ['pool'],
      output: 'mean_pool',
      attributes: attributes({ kernel_shape: [2, 2], count_include_pad: 1 }),
    },
    { op: 'GlobalAveragePool', inputs: ['mean_pool'], output: 'cell' },
    { op: 'Flatten', inputs: ['cell'], output: 'flat', attributes: attributes({ axis: 1 }) },
    { op: 'MatMul', inputs: ['flat', 'fc'], output: 'product' },
    { op: 'Add', inputs: ['product', 'c'], output: 'sum' },
    { op: 'Softmax', inputs: ['sum'], attributes: attributes({ axis: 1 }) },
  ],
});

const branched = onnxModel({
  input: [1, 4],
  weights: [
    floats('w', [4, 4], some(16)),
    floats('b', [4], some(4)),
    floats('half', [1], [0.5]),
    floats('low', [], [-1]),
    floats('high', [], [1]),
    int64s('shape', [1, 2, -1]),
  ],
  nodes: [
    { op: 'Gemm', inputs: ['x', 'w', 'b'], output: 'fc', attributes: attributes({ transB: 1, alpha: { float: 0.5 } }) },
    { op: 'Relu', inputs: ['fc'], output: 'a' },
    { op: 'Add', inputs: ['a', 'x'], output: 'residual' },
    { op: 'Mul', inputs: ['residual', 'half'], output: 'scaled' },
    { op: 'Sub', inputs: ['scaled', 'b'], output: 'less' },
    { op: 'Concat', inputs: ['less', 'a'], output: 'wide', attributes: attributes({ axis: 1 }) },
    { op: 'Reshape', inputs: ['wide', 'shape'], output: 'image' },
    { op: 'Transpose', inputs: ['image'], output: 'turned', attributes: attributes({ perm: [0, 2, 1] }) },
    { op: 'Transpose', inputs: ['turned'], output: 'back', attributes: attributes({ perm: [0, 2, 1] }) },
    { op: 'Flatten', inputs: ['back'], output: 'flat' },
    { op: 'Clip', inputs: ['flat', 'low', 'high'] },
  ],
});

const moved = onnxModel({
  input: ['batch', 2, 4, 4],
  opset: 18n,
  weights: [
    floats('scales', [4], [1, 1, 2, 2]),
    int64s('pads', [0, 0, 1, 0, 0, 0, 0, 1]),
    int64s('starts', [0]),
    int64s('ends', [4]),
    int64s('axes', [2]),
    int64s('indices', [1, 0]),
    int64s('repeats', [1, 1, 1, 2]),
    int64s('spatial', [2, 3]),
    floats('w', [2, 2, 2, 2], some(16)),
    int64s('first', [0]),
    int64s('minus_one', [-1]),
    floats('slope', [2, 1, 1], some(2)),
  ],
  nodes: [
    { op: 'Pad', inputs: ['x', 'pads'], output: 'pad' },
    { op: 'Slice', inputs: ['pad', 'starts', 'ends', 'axes'], output: 'slice' },
    { op: 'Gather', inputs: ['slice', 'indices'], output: 'gather', attributes: attributes({ axis: 1 }) },
    {
      op: 'Resize',
      inputs: ['gather', '', 'scales'],
      output: 'large',
      attributes: attributes({ mode: 'linear', coordinate_transformation_mode: 'half_pixel' }),
    },
    {
      op: 'Conv',
      inputs: ['large', 'w'],
      output: 'spread',
      attributes: attributes({ strides: [2, 2], dilations: [2, 1], kernel_shape: [2, 2], pads: [0, 0, 1, 1] }),
    },
    { op: 'PRelu', inputs: ['spread', 'slope'], output: 'a' },
    { op: 'Tile', inputs: ['a', 'repeats'], output: 'tile' },
    { op: 'ReduceMean', inputs: ['tile', 'spatial'], output: 'mean', attributes: attributes({ keepdims: 1 }) },
    { op: 'Max', inputs: ['tile', 'mean'], output: 'most' },
    { op: 'Shape', inputs: ['most'], output: 'shape' },
    { op: 'Gather', inputs: ['shape', 'first'], output: 'items' },
    { op: 'Concat', inputs: ['items', 'minus_one'], output: 'flat_shape', attributes: attributes({ axis: 0 }) },
    { op: 'Reshape', inputs: ['most', 'flat_shape'] },
  ],
});

const kerasWeights: TinyWeights = {
  'conv/kernel': [[2, 2, 2, 3], some(24)],
  'conv/bias': [[3], some(3)],
  'bn/gamma': [[3], some(3)],
  'bn/beta': [[3], some(3)],
  'bn/moving_mean': [[3], some(3)],
  'bn/moving_variance': [[3], [1, 2, 3]],
  'fc/kernel': [[3, 2], some(6)],
  'fc/bias': [[2], some(2)],
};

const kerasChain = sequentialModel(
  [4, 4, 2],
  [
    {
      class_name: 'ZeroPadding2D',
      config: {
        padding: [
          [0, 1],
          [1, 0],
        ],
        data_format: 'channels_last',
      },
    },
    {
      class_name: 'Conv2D',
      config: {
        name: 'conv',
        filters: 3,
        kernel_size: [2, 2],
        strides: [1, 1],
        padding: 'same',
        dilation_rate: [1, 1],
        activation: 'relu',
        use_bias: true,
        dtype: 'float32',
      },
    },
    {
      class_name: 'BatchNormalization',
      config: { name: 'bn', axis: [3], epsilon: 0.001, momentum: 0.99, scale: true, center: true },
    },
    { class_name: 'LeakyReLU', config: { alpha: 0.2 } },
    { class_name: 'MaxPooling2D', config: { pool_size: [2, 2], strides: [2, 2], padding: 'valid' } },
    { class_name: 'AveragePooling2D', config: { pool_size: [2, 2], strides: [1, 1], padding: 'same' } },
    { class_name: 'Dropout', config: { rate: 0.5 } },
    { class_name: 'GlobalAveragePooling2D', config: { keepdims: false } },
    { class_name: 'Dense', config: { name: 'fc', units: 2, activation: 'softmax', use_bias: true } },
  ],
  kerasWeights,
);

const inner = {
  name: 'inner',
  layers: [
    { class_name: 'InputLayer', config: { name: 'in', batch_input_shape: [null, 2] }, inbound_nodes: [] },
    { class_name: 'ReLU', config: { name: 'a', negative_slope: 0.5 }, inbound_nodes: [[['in', 0, 0, {}]]] },
  ],
  input_layers: [['in', 0, 0]],
  output_layers: [['a', 0, 0]],
};

const kerasGraph = functionalModel(
  [
    { class_name: 'Dense', config: { name: 'fc', units: 2, activation: 'elu' }, inbound_nodes: [[['x', 0, 0, {}]]] },
    { class_name: 'Functional', config: { ...inner }, inbound_nodes: [[['fc', 0, 0, {}]], [['x', 0, 0, {}]]] },
    {
      class_name: 'Add',
      config: { name: 'sum' },
      inbound_nodes: [
        [
          ['inner', 1, 0, {}],
          ['inner', 2, 0, {}],
        ],
      ],
    },
    {
      class_name: 'Concatenate',
      config: { name: 'wide', axis: -1 },
      inbound_nodes: [
        [
          ['sum', 0, 0],
          ['x', 0, 0],
        ],
      ],
    },
    {
      class_name: 'Reshape',
      config: { name: 'image', trainable: true, target_shape: [1, -1, 2] },
      inbound_nodes: [
        { args: [{ class_name: '__keras_tensor__', config: { keras_history: ['wide', 0, 0] } }], kwargs: {} },
      ],
    },
    { class_name: 'Flatten', config: { name: 'y' }, inbound_nodes: [[['image', 0, 0, {}]]] },
  ],
  {},
  { 'fc/kernel': [[2, 2], some(4)], 'fc/bias': [[2], some(2)] },
);

const sliding = { strides: [1, 1, 1, 1], dilations: [1, 1, 1, 1], padding: 'SAME', data_format: 'NHWC' };

const graph = graphModel(
  [4, 4, 2],
  [
    {
      op: '_FusedConv2D',
      name: 'conv',
      input: ['x', 'kernel', 'bias'],
      attr: graphAttributes({ ...sliding, fused_ops: ['BiasAdd', 'Relu'] }),
    },
    {
      op: 'MaxPool',
      name: 'pool',
      input: ['conv'],
      attr: graphAttributes({ ...sliding, ksize: [1, 2, 2, 1], strides: [1, 2, 2, 1] }),
    },
    { op: 'Pad', name: 'pad', input: ['pool', 'paddings'] },
    { op: 'Transpose', name: 'turned', input: ['pad', 'permutation'] },
    { op: 'ConcatV2', name: 'wide', input: ['turned', 'turned', 'axis'] },
    { op: 'AddV2', name: 'sum', input: ['wide', 'bias'] },
    { op: 'Mean', name: 'mean', input: ['sum', 'axes'], attr: graphAttributes({ keep_dims: false }) },
    { op: 'Shape', name: 'shape', input: ['mean'] },
    { op: 'Reshape', name: 'flat', input: ['mean', 'shape'] },
    {
      op: '_FusedMatMul',
      name: 'fc',
      input: ['flat', 'matrix', 'two'],
      attr: graphAttributes({ transpose_a: false, transpose_b: false, fused_ops: ['BiasAdd'] }),
    },
    { op: 'Softmax', name: 'y', input: ['fc'] },
  ],
  {
    kernel: { shape: [2, 2, 2, 3], numbers: some(24) },
    bias: { shape: [3], numbers: some(3) },
    two: { shape: [2], numbers: some(2) },
    matrix: { shape: [3, 2], numbers: some(6) },
    axis: { shape: [], numbers: [1], dtype: 'int32' },
    axes: { shape: [2], numbers: [1, 2], dtype: 'int32' },
    paddings: { shape: [4, 2], numbers: [0, 0, 0, 1, 1, 0, 0, 0], dtype: 'int32' },
    permutation: { shape: [4], numbers: [0, 2, 1, 3], dtype: 'int32' },
  },
);

const wholes = (...numbers: number[]) => ({ shape: [numbers.length], numbers, dtype: 'int32' }) as const;

/**
 * A graph of operators that move elements, and of constants that follow from shapes.
 *
 * @param last the node that is asked for
 */
const movedGraph = (last: string): TinyModel =>
  graphModel(
    [4, 4, 4],
    [
      { op: 'SpaceToBatchND', name: 'apart', input: ['x', 'block', 'none'] },
      {
        op: 'DepthwiseConv2dNative',
        name: 'conv',
        input: ['apart', 'kernel'],
        attr: graphAttributes({ ...sliding, padding: 'VALID' }),
      },
      { op: 'BatchToSpaceND', name: 'whole', input: ['conv', 'block', 'none'] },
      {
        op: 'ResizeBilinear',
        name: 'larger',
        input: ['whole', 'size'],
        attr: graphAttributes({ align_corners: true }),
      },
      { op: 'ResizeNearestNeighbor', name: 'smaller', input: ['larger', 'block'] },
      { op: 'MirrorPad', name: 'mirrored', input: ['smaller', 'sides'], attr: graphAttributes({ mode: 'SYMMETRIC' }) },
      { op: 'DepthToSpace', name: 'deep', input: ['mirrored'], attr: graphAttributes({ block_size: 2 }) },
      { op: 'Tile', name: 'tiled', input: ['deep', 'multiples'] },
      { op: 'Slice', name: 'piece', input: ['tiled', 'begin', 'length'] },
      {
        op: 'StridedSlice',
        name: 'strided',
        input: ['piece', 'begin', 'length', 'multiples'],
        attr: graphAttributes({ begin_mask: 9, end_mask: 9, shrink_axis_mask: 0, new_axis_mask: 0, ellipsis_mask: 0 }),
      },
      { op: 'Split', name: 'parts', input: ['one', 'strided'], attr: graphAttributes({ num_split: 3 }) },
      { op: 'Pack', name: 'packed', input: ['parts', 'parts:1'], attr: graphAttributes({ axis: 1 }) },
      { op: 'GatherV2', name: 'gathered', input: ['packed', 'first', 'one'] },
      { op: 'GatherNd', name: 'picked', input: ['gathered', 'first'] },
      { op: 'Shape', name: 'shape', input: ['tiled'] },
      { op: 'Rank', name: 'count', input: ['tiled'] },
      { op: 'Range', name: 'range', input: ['one', 'count', 'one'] },
      { op: 'Fill', name: 'filled', input: ['shape', 'one'] },
      { op: 'BroadcastTo', name: 'broad', input: ['filled', 'shape'] },
      { op: 'Sum', name: 'total', input: ['broad', 'range'], attr: graphAttributes({ keep_dims: true }) },
      { op: 'Add', name: 'sum', input: ['total', 'tiled'] },
      {
        op: 'Einsum',
        name: 'product',
        input: ['tiled', 'matrix'],
        attr: graphAttributes({ equation: 'abcd,de->abce' }),
      },
      {
        op: 'Conv2DBackpropInput',
        name: 'spread',
        input: ['spreadTo', 'kernel', 'tiled'],
        attr: graphAttributes({ ...sliding, strides: [1, 2, 2, 1] }),
      },
      { op: 'Relu', name: 'y', input: [last] },
    ],
    {
      kernel: { shape: [2, 2, 4, 1], numbers: some(16) },
      matrix: { shape: [1, 2], numbers: some(2) },
      one: { shape: [], numbers: [1], dtype: 'int32' },
      first: wholes(0),
      block: { shape: [2], numbers: [2, 2], dtype: 'int32' },
      size: wholes(3, 5),
      none: { shape: [2, 2], numbers: [0, 0, 0, 0], dtype: 'int32' },
      sides: { shape: [4, 2], numbers: [0, 0, 1, 0, 0, 1, 0, 0], dtype: 'int32' },
      multiples: wholes(1, 1, 2, 1),
      begin: wholes(0, 1, 0, 0),
      length: wholes(1, 4, 2, 1),
      spreadTo: wholes(1, 12, 24, 4),
    },
  );

const kerasSeries = sequentialModel(
  [6, 2],
  [
    {
      class_name: 'Conv1D',
      config: {
        name: 'conv',
        filters: 2,
        kernel_size: [2],
        strides: [1],
        padding: 'causal',
        dilation_rate: [2],
        use_bias: false,
      },
    },
    { class_name: 'UpSampling1D', config: { size: 2 } },
    { class_name: 'Cropping1D', config: { cropping: [1, 2] } },
    { class_name: 'DepthwiseConv1D', config: { name: 'apart', kernel_size: 2, depth_multiplier: 2, use_bias: false } },
    {
      class_name: 'Conv1DTranspose',
      config: { name: 'spread', filters: 2, kernel_size: 2, strides: 2, padding: 'same', use_bias: false },
    },
    { class_name: 'PReLU', config: { name: 'prelu', shared_axes: [1] } },
    {
      class_name: 'LayerNormalization',
      config: { name: 'norm', axis: -1, epsilon: 0.001, scale: false, center: false },
    },
    { class_name: 'Permute', config: { dims: [2, 1] } },
    { class_name: 'ReLU', config: { max_value: 6 } },
    { class_name: 'GlobalMaxPooling1D', config: {} },
  ],
  {
    'conv/kernel': [[2, 2, 2], some(8)],
    'apart/depthwise_kernel': [[2, 2, 2], some(8)],
    'spread/kernel': [[2, 2, 4], some(16)],
    'prelu/alpha': [[1, 2], some(2)],
  },
);

const eranConvolution = `Normalize mean=[0.5] std=[0.25]
Conv2D
ReLU, filters=2, kernel_size=[1, 2], input_shape=[1, 3, 1], stride=[1, 1], padding=0
[[[[1, 0]], [[0, 10]]]]
[0, 0]
Affine
[[1, 0, 0, 0], [0, 1, 0, 0]]
[0, 0]
`;

const eranDense = 'ReLU\n[[1, -2], [3, 4.5e-1], [0, 1]]\n[0.5, 0, -1]\nHardTanh\n[[1, 2, 3]]\n[0.25]\n';

const filesOf = ({ bytes, weights }: TinyModel): Files => [bytes, weights];
const text = (content: string): Files => [encoder.encode(content)];
const idxImages = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 253, 254, 255);
const idxLabels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 5, 9);

/** Small whole files for each reader, which mutations begin with. */
export const corpus = {
  onnx: [[convolutional], [branched], [moved]] as readonly Files[],
  tfjs: [kerasChain, kerasGraph, kerasSeries, graph, ...['product', 'picked', 'sum', 'spread'].map(movedGraph)].map(
    filesOf,
  ),
  eran: [text(eranConvolution), text(eranDense)],
  csv: [text('7,0,255,1.5\n0,1,2,3\n'), text('"7","0","255","1"\r\n\r\n1, 2, 3, 4\r\n')],
  idx: [[idxImages, idxLabels]] as readonly Files[],
};
