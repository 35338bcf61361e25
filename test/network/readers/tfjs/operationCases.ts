import * as tf from '@tensorflow/tfjs-core';
import { modelOf, type TinyModel } from '../../../helpers/layersModels.ts';
import type { Computation, GradientsBy } from '../../../helpers/layersOracle.ts';

/** A function of Keras between layers, and the same by operators of TensorFlow.js. */
export interface OperationCase {
  readonly title: string;
  readonly className: string;
  readonly model: TinyModel;
  readonly compute: Computation;
  readonly by: GradientsBy;
}

const item = [3, 4];

/** The input, where an argument is a tensor. */
export const x = {
  class_name: '__keras_tensor__',
  config: { shape: [null, ...item], dtype: 'float32', keras_history: ['x', 0, 0] },
};
const tensor = (value: unknown): object => ({ class_name: '__tensor__', config: { value, dtype: 'float32' } });
const slice = (start: number | null, stop: number | null, step: number | null = null): object => ({
  class_name: '__slice__',
  config: { start, stop, step },
});
const ellipsis = { class_name: '__ellipsis__' };

/** A model of one function, as `.keras` has it. */
export function modelWith(className: string, args: readonly unknown[], config: object, kwargs: object = {}): TinyModel {
  const layers = [
    {
      module: 'keras.layers',
      class_name: 'InputLayer',
      config: { name: 'x', batch_shape: [null, ...item] },
      inbound_nodes: [],
    },
    {
      module: 'keras.src.ops.numpy',
      class_name: className,
      config: { name: 'y', ...config },
      inbound_nodes: [{ args, kwargs }],
    },
  ];
  const topology = {
    class_name: 'Functional',
    config: { name: 'functional', layers, input_layers: ['x', 0, 0], output_layers: ['y', 0, 0] },
  };
  return modelOf({ keras_version: '3.15.0', model_config: topology });
}

/** Of which TensorFlow.js 4.22 has no gradient. */
const differenced = /^(GetItem)/;

function one(
  title: string,
  args: readonly unknown[],
  compute: (x: tf.Tensor) => tf.Tensor,
  config: object = {},
): OperationCase {
  const [className] = title.split(/\W/);
  const by = differenced.test(title) ? 'differences' : 'TensorFlow.js';
  return { title, className, model: modelWith(className, args, config), compute, by };
}

const row = [0.5, -1, 2, 1.5];

const ofTwo = [
  one('Add', [x, 2], (at) => tf.add(at, 2)),
  one('Add of a tensor of numbers', [tensor(row), x], (at) => tf.add(row, at)),
  one('Subtract', [x, x], (at) => tf.sub(at, at)),
  one('Subtract from a number', [1, x], (at) => tf.sub(1, at)),
  one('Multiply', [x, tensor(row)], (at) => tf.mul(at, row)),
  one('Multiply of values', [x, x], (at) => tf.mul(at, at)),
  one('Divide', [x, tensor([row])], (at) => tf.div(at, row)),
  one('TrueDivide', [x, 4], (at) => tf.div(at, 4)),
  one('Maximum', [x, 0.25], (at) => tf.maximum(at, 0.25)),
  one('Minimum', [0.25, x], (at) => tf.minimum(0.25, at)),
  one('Power', [x, 2], (at) => tf.square(at)),
  one(
    'Matmul',
    [
      x,
      tensor([
        [1, 2],
        [3, -4],
        [0.5, 0],
        [-1, 1],
      ]),
    ],
    (at) =>
      tf.reshape(
        tf.matMul(tf.reshape(at, item as [number, number]), [
          [1, 2],
          [3, -4],
          [0.5, 0],
          [-1, 1],
        ]),
        [1, 3, 2],
      ),
  ),
];

const ofMany = [
  one('Mean', [x], (at) => tf.mean(at, 1, true), { axis: 1, keepdims: true }),
  one('Sum', [x], (at) => tf.sum(at, [1, 2]), { axis: [1, 2], keepdims: false }),
  one('Max', [x], (at) => tf.max(at, 2), { axis: -1, keepdims: false }),
  one('Min', [x], (at) => tf.min(at, 1), { axis: 1 }),
  one('Clip', [x], (at) => tf.clipByValue(at, -0.5, 0.75), { x_min: -0.5, x_max: 0.75 }),
];

const ofUnits: readonly (readonly [string, (at: tf.Tensor) => tf.Tensor, object?])[] = [
  ['Abs', tf.abs],
  ['Absolute', tf.abs],
  ['Arcsinh', tf.asinh],
  ['Arctan', tf.atan],
  ['Cast', (at) => tf.mul(at, 1), { dtype: 'float32' }],
  ['Cos', tf.cos],
  ['Cosh', tf.cosh],
  ['Elu', (at) => tf.elu(at), { alpha: 1 }],
  ['Erf', tf.erf],
  ['Exp', tf.exp],
  ['Expm1', tf.expm1],
  ['Gelu', (at) => tf.mul(tf.mul(at, 0.5), tf.add(1, tf.erf(tf.div(at, Math.SQRT2)))), { approximate: false }],
  ['HardSigmoid', (at) => tf.clipByValue(tf.add(tf.div(at, 6), 0.5), 0, 1)],
  ['HardSilu', (at) => tf.div(tf.mul(at, tf.relu6(tf.add(at, 3))), 6)],
  ['HardTanh', (at) => tf.clipByValue(at, -1, 1)],
  ['LeakyRelu', (at) => tf.leakyRelu(at, 0.3), { negative_slope: 0.3 }],
  ['LogSigmoid', tf.logSigmoid],
  ['LogSoftmax', (at) => tf.logSoftmax(at), { axis: -1 }],
  ['Mish', (at) => tf.mul(at, tf.tanh(tf.softplus(at)))],
  ['Negative', tf.neg],
  ['Relu', tf.relu],
  ['Relu6', tf.relu6],
  ['Selu', tf.selu],
  ['Sigmoid', tf.sigmoid],
  ['Silu', (at) => tf.mul(at, tf.sigmoid(at))],
  ['Sin', tf.sin],
  ['Sinh', tf.sinh],
  ['Softmax', (at) => tf.transpose(tf.softmax(tf.transpose(at, [0, 2, 1])), [0, 2, 1]), { axis: 1 }],
  ['Softplus', tf.softplus],
  ['Softsign', (at) => tf.div(at, tf.add(tf.abs(at), 1))],
  ['SparsePlus', (at) => tf.add(tf.div(tf.square(tf.clipByValue(tf.add(at, 1), 0, 2)), 4), tf.relu(tf.sub(at, 1)))],
  ['SparseSigmoid', (at) => tf.clipByValue(tf.div(tf.add(at, 1), 2), 0, 1)],
  ['Square', tf.square],
  ['StopGradient', (at) => tf.mul(at, 1)],
  ['Tan', (at) => tf.tan(at)],
  ['Tanh', tf.tanh],
  ['TanhShrink', (at) => tf.sub(at, tf.tanh(at))],
];

const layout = [
  one('BroadcastTo', [x], (at) => tf.add(at, tf.zeros([1, 3, 4])), { shape: [1, 3, 4] }),
  one('Concatenate', [[x, x]], (at) => tf.concat([at, at], 2), { axis: -1 }),
  one('ExpandDims', [x], (at) => tf.expandDims(at, 2), { axis: 2 }),
  one('Flip', [x], (at) => tf.reverse(at, 1), { axis: 1 }),
  one('Reshape', [x], (at) => tf.reshape(at, [1, 6, 2]), { newshape: [-1, 6, 2] }),
  one('Squeeze', [x], (at) => tf.mul(at, 1), { axis: null }),
  one('Stack', [[x, x]], (at) => tf.stack([at, at], 1), { axis: 1 }),
  one('Tile', [x], (at) => tf.tile(at, [1, 2, 1]), { repeats: [1, 2, 1] }),
  one('Transpose', [x], (at) => tf.transpose(at, [0, 2, 1]), { axes: [0, 2, 1] }),
  one('GetItem of a slice', [x, [slice(null, null), slice(1, 3)]], (at) => tf.slice(at, [0, 1, 0], [1, 2, 4])),
  one('GetItem of a place behind an ellipsis', [x, [ellipsis, -1]], (at) =>
    tf.squeeze(tf.slice(at, [0, 0, 3], [1, 3, 1]), [2]),
  ),
  one('GetItem back to front with a new axis', [x, [slice(null, null), null, slice(null, null, -1)]], (at) =>
    tf.expandDims(tf.reverse(at, 1), 1),
  ),
];

/** A function of what is positive, the input's exponential. */
function ofExponential(className: string, compute: (at: tf.Tensor) => tf.Tensor): OperationCase {
  const { bytes, weights } = modelWith(className, [x], {});
  const json = JSON.parse(new TextDecoder().decode(bytes)) as {
    modelTopology: { model_config: { config: { layers: object[] } } };
  };
  const [input, last] = json.modelTopology.model_config.config.layers;
  const exp = { ...last, class_name: 'Exp', config: { name: 'e' } };
  const behind = JSON.parse(JSON.stringify(last).replace('["x",0,0]', '["e",0,0]')) as object;
  json.modelTopology.model_config.config.layers = [input, exp, behind];
  const model = { bytes: new TextEncoder().encode(JSON.stringify(json)), weights };
  return { title: className, className, model, compute: (at) => compute(tf.exp(at)), by: 'TensorFlow.js' };
}

export const operationCases: readonly OperationCase[] = [
  ...ofTwo,
  ...ofMany,
  ...ofUnits.map(([name, compute, config]) => one(name, [x], compute, config)),
  ...layout,
  ofExponential('Log', (at) => tf.log(at)),
  ofExponential('Log1p', (at) => tf.log1p(at)),
  ofExponential('Reciprocal', (at) => tf.reciprocal(at)),
  ofExponential('Rsqrt', (at) => tf.rsqrt(at)),
  ofExponential('Sqrt', (at) => tf.sqrt(at)),
];
