import {
  clip,
  Concat,
  Dense,
  Divide,
  ELU,
  Flatten,
  GELU,
  inputName,
  LogSoftmax,
  LogSumExp,
  maximumOfTensors,
  Multiply,
  Network,
  Sigmoid,
  SmoothFunction,
  Softmax,
  Softplus,
  Tanh,
  type Layer,
  type NodeDefinition,
} from '../../src/network/index.ts';
import { randomArray, type Random } from './randomNetworks.ts';

/**
 * Smooth layers of vectors, with continuous derivatives: a jump next to the end of a region escapes a quadrature that
 * does not look for it.
 */
export const smoothLayers: Readonly<Record<string, () => Layer>> = {
  softmax: () => new Softmax(),
  logSoftmax: () => new LogSoftmax(),
  logSumExp: () => new LogSumExp(),
  sigmoid: () => new Sigmoid(),
  tanh: () => new Tanh(),
  softplus: () => new Softplus(),
  elu: () => new ELU(1, 1.1),
  gelu: () => new GELU('erf'),
  geluTanh: () => new GELU('tanh'),
  silu: () => new SmoothFunction('silu'),
};

function dense(random: Random, from: number, to: number): Dense {
  return new Dense(randomArray(random, from * to, 2 / Math.sqrt(from)), randomArray(random, to, 0.3));
}

/** A network whose last smooth layer is one of these. */
export function endingIn(network: Network, smooth: Layer): Network {
  return new Network(network.inputShape, [
    ...network.definitions,
    { name: 'smooth', layer: smooth, inputs: [network.nodes[network.nodes.length - 1].name] },
  ]);
}

/** A smooth layer, a dense one and another smooth layer behind a network. */
export function deepHead(network: Network, first: Layer, second: Layer, random: Random): Network {
  const once = endingIn(network, first);
  const { outputSize } = once;
  const mixed = new Network(network.inputShape, [
    ...once.definitions,
    { name: 'mixed', layer: dense(random, outputSize, 4), inputs: ['smooth'] },
  ]);
  return new Network(network.inputShape, [...mixed.definitions, { name: 'last', layer: second, inputs: ['mixed'] }]);
}

/**
 * A head that reads the network's output and, besides, the input and an early layer: `tanh(A z) * sigmoid(B (x, h))`,
 * so that there are three nodes on the frontier.
 */
export function gatedHead(network: Network, random: Random): Network {
  const last = network.nodes.length - 1;
  const early = Math.floor(last / 2);
  const flat = (name: string): NodeDefinition => ({ name: `${name} flat`, layer: new Flatten(), inputs: [name] });
  const earlyName = network.nodes[early].name;
  const besides = network.inputSize + network.unitsOf(early);
  return new Network(network.inputShape, [
    ...network.definitions,
    { name: 'bent', layer: new Tanh(), inputs: [network.nodes[last].name] },
    { name: 'left', layer: dense(random, network.outputSize, 3), inputs: ['bent'] },
    flat(inputName),
    { name: 'soft', layer: new Softplus(), inputs: [earlyName] },
    { name: 'soft flat', layer: new Flatten(), inputs: ['soft'] },
    { name: 'besides', layer: new Concat(0), inputs: [`${inputName} flat`, 'soft flat'] },
    { name: 'right', layer: dense(random, besides, 3), inputs: ['besides'] },
    { name: 'gate', layer: new Sigmoid(), inputs: ['right'] },
    { name: 'product', layer: new Multiply(), inputs: ['left', 'gate'] },
  ]);
}

/** `z` divided by its Euclidean norm, or by epsilon where that is more, as `F.normalize`; then a dense layer. */
export function normalizedHead(network: Network, epsilon: number, random: Random): Network {
  const { outputSize: size } = network;
  const ones = new Float64Array(size).fill(1);
  return new Network(network.inputShape, [
    ...network.definitions,
    { name: 'squares', layer: new SmoothFunction('square'), inputs: [network.nodes[network.nodes.length - 1].name] },
    { name: 'sum', layer: new Dense(ones, Float64Array.of(0)), inputs: ['squares'] },
    { name: 'norm', layer: new SmoothFunction('sqrt'), inputs: ['sum'] },
    { name: 'bounded', layer: clip(epsilon, Infinity), inputs: ['norm'] },
    { name: 'each', layer: new Dense(ones, new Float64Array(size)), inputs: ['bounded'] },
    { name: 'unit', layer: new Divide(), inputs: [network.nodes[network.nodes.length - 1].name, 'each'] },
    { name: 'cosines', layer: dense(random, size, 3), inputs: ['unit'] },
  ]);
}

/** A smooth layer, a dense one, one that bends, another dense one and a maximum, and a softmax. */
export function bendingHead(network: Network, smooth: Layer, bent: Layer, random: Random): Network {
  const once = endingIn(network, smooth);
  const layers: readonly Layer[] = [
    dense(random, once.outputSize, 6),
    bent,
    dense(random, 6, 9),
    maximumOfTensors([3], 3),
    new Softmax(),
  ];
  return new Network(network.inputShape, [
    ...once.definitions,
    ...layers.map((layer, i) => ({ name: `head${i}`, layer, inputs: [i === 0 ? 'smooth' : `head${i - 1}`] })),
  ]);
}
