import * as tf from '@tensorflow/tfjs-core';
import {
  Add,
  AveragePool,
  BatchNorm,
  Concat,
  Conv2D,
  ConvTranspose2D,
  Dense,
  Choose,
  Divide,
  ELU,
  Flatten,
  GELU,
  HardTanh,
  inputName,
  LeakyReLU,
  linearAlong,
  LogSoftmax,
  LogSumExp,
  MatMul,
  MaximumOf,
  MaxPool,
  Multiply,
  Network,
  noPadding,
  Normalize,
  PiecewiseLinear,
  Pointwise,
  Power,
  ReLU,
  Reshape,
  selectAlong,
  Sigmoid,
  SmoothFunction,
  Softmax,
  Softplus,
  Standardize,
  Tanh,
  WeightedSum,
  ZeroPad,
  type Layer,
  type Window,
} from '../../network/index.ts';
import { DeviceNetwork } from '../deviceNetwork.ts';
import type { Device } from './backend.ts';

/**
 * Relative error up to which a backend passes: float32 in a dozen layers, and what drivers take as fast mathematics.
 */
export const tolerance = 1e-4;

/**
 * The test that every backend passes before it is used: values and gradients of a small network with every
 * layer type at a few points, against float64. Catches drivers and adapters that compute garbage.
 *
 * @returns the largest relative error in the Euclidean norm; NaN if the backend gives NaN
 */
export async function knownAnswerError({ perform }: Device): Promise<number> {
  const device = new DeviceNetwork(network);
  const compute = (result: (points: tf.Tensor2D) => tf.Tensor2D): Promise<Float32Array> =>
    perform(async () => {
      const tensor = tf.tidy(() => result(tf.tensor2d(Float32Array.from(points), [items, network.inputSize])));
      return tensor.data<'float32'>().finally(() => {
        tensor.dispose();
      });
    });
  try {
    const values = await compute((at) => device.evaluate(at));
    const gradients = await compute((at) => device.integrate(at, tf.eye(items), tf.eye(items), target));
    return Math.max(relativeError(values, network.evaluate(points)), relativeError(gradients, gradientsInFloat64()));
  } finally {
    device.dispose();
  }
}

/** Numbers of both signs without a pattern, within (-scale, scale). */
function spread(length: number, phase: number, scale = 1): Float64Array {
  return Float64Array.from({ length }, (_, i) => scale * Math.sin(phase + 1.7 * i + 0.3 * i * i));
}

function rows(count: number, columns: number): Float64Array[] {
  return Array.from({ length: count }, (_, i) => spread(columns, i, 0.3));
}

const lopsided: Window = { size: [3, 2], strides: [1, 2], padding: { top: 1, left: 0, bottom: 0, right: 1 } };
const dilatedGroups: Window = {
  size: [2, 2],
  strides: [1, 1],
  padding: { top: 2, left: 0, bottom: 0, right: 1 },
  dilations: [2, 1],
};
const halves: Window = { size: [2, 2], strides: [2, 2], padding: noPadding };
const statistics = {
  gamma: spread(4, 1, 2),
  beta: spread(4, 2),
  mean: spread(4, 3),
  variance: spread(4, 4).map((x) => x + 1.5),
  epsilon: 1e-3,
};

/**
 * In topological order: every layer that has operations of its own on the device is here, under its own name, and one
 * of each other kind.
 */
const nodes: Partial<Record<Layer['type'], readonly [Layer, ...string[]]>> = {
  Normalize: [new Normalize(spread(2, 5), Float64Array.of(0.5, 2)), inputName],
  ZeroPad: [new ZeroPad({ top: 0, left: 1, bottom: 1, right: 0 }), 'Normalize'],
  Conv2D: [new Conv2D(spread(3 * 2 * 2 * 4, 6), spread(4, 7), lopsided), 'ZeroPad'],
  ConvTranspose2D: [new ConvTranspose2D(spread(2 * 2 * 4 * 2, 15), spread(4, 16), dilatedGroups, [0, 0], 2), 'Conv2D'],
  BatchNorm: [new BatchNorm(statistics), 'ConvTranspose2D'],
  LeakyReLU: [new LeakyReLU(0.2), 'BatchNorm'],
  MaxPool: [new MaxPool(halves), 'LeakyReLU'],
  AveragePool: [new AveragePool(halves, false), 'LeakyReLU'],
  ReLU: [new ReLU(), 'MaxPool'],
  Add: [new Add(), 'ReLU', 'AveragePool'],
  Concat: [new Concat(2), 'Add', 'MaxPool'],
  WeightedSum: [new WeightedSum([spread(8, 11), Float64Array.of(-0.5)], spread(8, 12)), 'Concat', 'Concat'],
  Reshape: [new Reshape([6, 8]), 'WeightedSum'],
  Pointwise: [new Pointwise(spread(64, 13, 0.5), spread(8, 14)), 'Reshape'],
  SparseLinear: [linearAlong([6, 8], [rows(8, 6), rows(6, 8)]), 'Pointwise'],
  MatMul: [new MatMul(), 'SparseLinear', 'Pointwise'],
  PiecewiseLinear: [new PiecewiseLinear([-0.5, 0.7], [-1, 2, 0.3], [0, 1], 0.2), 'MatMul'],
  MaximumOf: [
    new MaximumOf(
      [40, 2],
      Int32Array.from({ length: 81 }, (_, i) => 2 * i),
      Int32Array.from({ length: 160 }, (_, i) => (7 * i) % 64),
    ),
    'PiecewiseLinear',
  ],
  LogSumExp: [new LogSumExp(1), 'MaximumOf'],
  Flatten: [new Flatten(), 'LogSumExp'],
  ELU: [new ELU(1.3), 'Flatten'],
  Softplus: [new Softplus(), 'ELU'],
  GELU: [new GELU('erf'), 'Softplus'],
  Select: [selectAlong([40], [Int32Array.from({ length: 50 }, (_, i) => (i % 7) - 1)], 0.5), 'GELU'],
  Dense: [new Dense(spread(50 * 5, 8, 0.06), spread(5, 9)), 'Select'],
  HardTanh: [new HardTanh(), 'Dense'],
  Sigmoid: [new Sigmoid(), 'HardTanh'],
  Power: [new Power(1.5), 'Sigmoid'],
  SmoothFunction: [new SmoothFunction('mish'), 'Dense'],
  Multiply: [new Multiply(), 'Power', 'SmoothFunction'],
  Divide: [new Divide(), 'Multiply', 'Sigmoid'],
  Choose: [new Choose(), 'Dense', 'Divide', 'Multiply'],
  Standardize: [new Standardize([0], 1e-2), 'Choose'],
  LogSoftmax: [new LogSoftmax(), 'Standardize'],
  Tanh: [new Tanh(), 'LogSoftmax'],
  Softmax: [new Softmax(), 'Tanh'],
};

export const network = new Network(
  [6, 8, 2],
  Object.entries(nodes).map(([name, [layer, ...inputs]]) => ({ name, layer, inputs })),
);
const items = 3;
export const target = 1;
export const points = spread(items * network.inputSize, 10, 1.5);

/** By central differences, whose error is of the order 1e-10 away from kinks. */
export function gradientsInFloat64(step = 1e-5): Float64Array {
  const { inputSize, outputSize } = network;
  const valuesWith = (i: number, change: number): Float64Array =>
    network.evaluate(points.map((x, j) => (j % inputSize === i ? x + change : x)));
  const gradients = new Float64Array(points.length);
  for (let i = 0; i < inputSize; i++) {
    const [above, below] = [valuesWith(i, step), valuesWith(i, -step)];
    for (let item = 0; item < items; item++) {
      const unit = item * outputSize + target;
      gradients[item * inputSize + i] = (above[unit] - below[unit]) / (2 * step);
    }
  }
  return gradients;
}

function relativeError(computed: Float32Array, expected: Float64Array): number {
  return Math.hypot(...expected.map((x, i) => computed[i] - x)) / Math.hypot(...expected);
}
