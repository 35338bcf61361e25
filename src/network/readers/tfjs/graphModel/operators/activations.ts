import { unknownName } from '../../../../../names/index.ts';
import { connected } from '../../../../connected.ts';
import { evaluateNode } from '../../../../evaluate.ts';
import {
  absolute,
  clip,
  ELU,
  LeakyReLU,
  LogSoftmax,
  Power,
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
  ['Abs', absolute],
  ['Asinh', () => new SmoothFunction('asinh')],
  ['Atan', () => new SmoothFunction('atan')],
  ['Cos', () => new SmoothFunction('cos')],
  ['Cosh', () => new SmoothFunction('cosh')],
  ['Elu', () => new ELU(1)],
  ['Erf', () => new SmoothFunction('erf')],
  ['Exp', () => new SmoothFunction('exp')],
  [
    'LeakyRelu',
    ({ attributes }) => new LeakyReLU(attributes.number('alpha', attributes.number('leakyrelu_alpha', 0.2))),
  ],
  ['Log', () => new SmoothFunction('log')],
  ['LogSoftmax', () => new LogSoftmax()],
  ['Neg', () => new WeightedSum([Float64Array.of(-1)])],
  ['Reciprocal', () => new SmoothFunction('reciprocal')],
  ['Relu', () => new ReLU()],
  ['Relu6', () => clip(0, 6, 0)],
  ['Rsqrt', () => new Power(-0.5)],
  ['Selu', selu],
  ['Sigmoid', () => new Sigmoid()],
  ['Sin', () => new SmoothFunction('sin')],
  ['Sinh', () => new SmoothFunction('sinh')],
  ['Softmax', () => new Softmax()],
  ['Softplus', () => new Softplus()],
  ['Sqrt', () => new SmoothFunction('sqrt')],
  ['Square', () => new SmoothFunction('square')],
  ['Tan', () => new SmoothFunction('tan')],
  ['Tanh', () => new Tanh()],
]);

export function activation(create: (node: GraphNode) => Layer): TranslateNode {
  return (node) => {
    const value = node.value(0);
    if (value.kind === 'computed') return node.append(create(node));
    const shape = value.shape.length === 0 ? [1] : value.shape;
    return { ...value, data: evaluateNode(connected(create(node), [shape]), [value.data]) };
  };
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
