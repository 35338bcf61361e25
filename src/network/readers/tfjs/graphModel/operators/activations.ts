import { unknownName } from '../../../../../names/index.ts';
import {
  clip,
  ELU,
  LeakyReLU,
  LogSoftmax,
  ReLU,
  selu,
  Sigmoid,
  SmoothFunction,
  Softmax,
  Softplus,
  Tanh,
  WeightedSum,
  type Layer,
} from '../../../../layers/index.ts';
import type { GraphNode, TranslateNode } from '../graphNode.ts';
import type { Computed } from '../value.ts';
import { spread } from './broadcast.ts';

/** The registry: functions of each unit, or of the last axis, by operator; ReLU6 has derivative 0 at both ends. */
export const activations = new Map<string, (node: GraphNode) => Layer>([
  ['Elu', () => new ELU(1)],
  ['Exp', () => new SmoothFunction('exp')],
  [
    'LeakyRelu',
    ({ attributes }) => new LeakyReLU(attributes.number('alpha', attributes.number('leakyrelu_alpha', 0.2))),
  ],
  ['Log', () => new SmoothFunction('log')],
  ['LogSoftmax', () => new LogSoftmax()],
  ['Neg', () => new WeightedSum([Float64Array.of(-1)])],
  ['Relu', () => new ReLU()],
  ['Relu6', () => clip(0, 6, 0)],
  ['Selu', selu],
  ['Sigmoid', () => new Sigmoid()],
  ['Softmax', () => new Softmax()],
  ['Softplus', () => new Softplus()],
  ['Softsign', () => new SmoothFunction('softsign')],
  ['Sqrt', () => new SmoothFunction('sqrt')],
  ['Square', () => new SmoothFunction('square')],
  ['Tanh', () => new Tanh()],
]);

export function activation(create: (node: GraphNode) => Layer): TranslateNode {
  return (node) => node.append(create(node));
}

/** `x` where it is positive, elsewhere times a slope of its own: `alpha x + (1 - alpha) relu(x)`. */
export const prelu: TranslateNode = (node) => preluOf(node, node.computed(), 1);

function preluOf(node: GraphNode, value: Computed, index: number): Computed {
  const alpha = spread(node.constant(index, 'slopes'), value.shape);
  const positive = node.append(new ReLU(), [value], '/relu');
  return node.append(new WeightedSum([alpha, alpha.map((slope) => 1 - slope)]), [value, positive], '/prelu');
}

/** What the converter put into one operator with a convolution or product: biases, then an activation. */
export function withFused(node: GraphNode, value: Computed): Computed {
  const activationName = node.attributes.words('fused_ops').find((name) => name !== 'BiasAdd');
  if (activationName === undefined) return value;
  if (activationName === 'Prelu') return preluOf(node, value, 3);
  const create = activations.get(activationName);
  if (create === undefined)
    throw unknownName('fused operator', activationName, ['BiasAdd', 'Prelu', ...activations.keys()]);
  return node.append(create(node), [value], `/${activationName}`);
}

/** Biases that were fused: one for each filter or unit. */
export function fusedBias(node: GraphNode, units: number): Float64Array {
  return node.attributes.words('fused_ops')[0] === 'BiasAdd'
    ? spread(node.constant(2, 'biases'), [units])
    : new Float64Array(units);
}
