import { attributes, floats, int64s, onnxModel } from '../helpers/onnxModels.ts';
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
    floats('w', [3, 2, 2, 2], some(24)), floats('b', [3], some(3)), floats('scale', [3], some(3)), floats('shift', [3], some(3)),
    floats('mean', [3], some(3)), floats('variance', [3], [1, 2, 3]), floats('fc', [3, 2], some(6)), floats('c', [2], [1, 2]),
  ],
  nodes: [
    { op: 'Conv', inputs: ['x', 'w', 'b'], output: 'conv', attributes: attributes({ kernel_shape: [2, 2], pads: [1, 0, 0, 1], strides: [1, 1] }) },
    { op: 'BatchNormalization', inputs: ['conv', 'scale', 'shift', 'mean', 'variance'], output: 'bn', attributes: attributes({ epsilon: { float: 1e-5 } }) },
    { op: 'LeakyRelu', inputs: ['bn'], output: 'a', attributes: attributes({ alpha: { float: 0.1 } }) },
    { op: 'MaxPool', inputs: ['a'], output: 'pool', attributes: attributes({ kernel_shape: [2, 2], strides: [2, 2], pads: [0, 0, 1, 1] }) },
    { op: 'AveragePool', inputs: ['pool'], output: 'mean_pool', attributes: attributes({ kernel_shape: [2, 2], count_include_pad: 1 }) },
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
    floats('w', [4, 4], some(16)), floats('b', [4], some(4)), floats('half', [1], [0.5]), floats('low', [], [-1]), floats('high', [], [1]),
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

const kerasWeights: TinyWeights = {
  'conv/kernel': [[2, 2, 2, 3], some(24)], 'conv/bias': [[3], some(3)],
  'bn/gamma': [[3], some(3)], 'bn/beta': [[3], some(3)], 'bn/moving_mean': [[3], some(3)], 'bn/moving_variance': [[3], [1, 2, 3]],
  'fc/kernel': [[3, 2], some(6)], 'fc/bias': [[2], some(2)],
};

const kerasChain = sequentialModel([4, 4, 2], [
  { class_name: 'ZeroPadding2D', config: { padding: [[0, 1], [1, 0]], data_format: 'channels_last' } },
  { class_name: 'Conv2D', config: { name: 'conv', filters: 3, kernel_size: [2, 2], strides: [1, 1], padding: 'same', dilation_rate: [1, 1], activation: 'relu', use_bias: true, dtype: 'float32' } },
  { class_name: 'BatchNormalization', config: { name: 'bn', axis: [3], epsilon: 0.001, momentum: 0.99, scale: true, center: true } },
  { class_name: 'LeakyReLU', config: { alpha: 0.2 } },
  { class_name: 'MaxPooling2D', config: { pool_size: [2, 2], strides: [2, 2], padding: 'valid' } },
  { class_name: 'AveragePooling2D', config: { pool_size: [2, 2], strides: [1, 1], padding: 'same' } },
  { class_name: 'Dropout', config: { rate: 0.5 } },
  { class_name: 'GlobalAveragePooling2D', config: { keepdims: false } },
  { class_name: 'Dense', config: { name: 'fc', units: 2, activation: 'softmax', use_bias: true } },
], kerasWeights);

const inner = {
  name: 'inner',
  layers: [
    { class_name: 'InputLayer', config: { name: 'in', batch_input_shape: [null, 2] }, inbound_nodes: [] },
    { class_name: 'ReLU', config: { name: 'a', negative_slope: 0.5 }, inbound_nodes: [[['in', 0, 0, {}]]] },
  ],
  input_layers: [['in', 0, 0]],
  output_layers: [['a', 0, 0]],
};

const kerasGraph = functionalModel([
  { class_name: 'Dense', config: { name: 'fc', units: 2, activation: 'elu' }, inbound_nodes: [[['x', 0, 0, {}]]] },
  { class_name: 'Functional', config: { ...inner }, inbound_nodes: [[['fc', 0, 0, {}]], [['x', 0, 0, {}]]] },
  { class_name: 'Add', config: { name: 'sum' }, inbound_nodes: [[['inner', 1, 0, {}], ['inner', 2, 0, {}]]] },
  { class_name: 'Concatenate', config: { name: 'wide', axis: -1 }, inbound_nodes: [[['sum', 0, 0], ['x', 0, 0]]] },
  { class_name: 'Reshape', config: { name: 'image', target_shape: [1, -1, 2] }, inbound_nodes: [{ args: [{ class_name: '__keras_tensor__', config: { keras_history: ['wide', 0, 0] } }], kwargs: {} }] },
  { class_name: 'Flatten', config: { name: 'y' }, inbound_nodes: [[['image', 0, 0, {}]]] },
], {}, { 'fc/kernel': [[2, 2], some(4)], 'fc/bias': [[2], some(2)] });

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
  onnx: [[convolutional], [branched]] as readonly Files[],
  tfjs: [filesOf(kerasChain), filesOf(kerasGraph)],
  eran: [text(eranConvolution), text(eranDense)],
  csv: [text('7,0,255,1.5\n0,1,2,3\n'), text('"7","0","255","1"\r\n\r\n1, 2, 3, 4\r\n')],
  idx: [[idxImages, idxLabels]] as readonly Files[],
};
