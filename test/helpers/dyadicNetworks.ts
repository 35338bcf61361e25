import {
  absolute,
  Add,
  AveragePool,
  clip,
  Concat,
  Conv2D,
  Dense,
  Flatten,
  HardTanh,
  inputName,
  LeakyReLU,
  maximumOfTensors,
  MaxPool,
  Network,
  noPadding,
  ReLU,
  sizeOf,
  type Layer,
  type NodeDefinition,
  type Shape,
  type Window,
} from '../../src/network/index.ts';
import { seeded, type Case, type Random } from './randomNetworks.ts';

/*
 * Small networks whose weights, and points whose coordinates, are halves: candidates that tie, units that do the same
 * and units that rest on thresholds are common there.
 */

function pick<T>(random: Random, of: readonly T[]): T {
  return of[Math.floor(random() * of.length)];
}

function halves(random: Random, length: number, of: readonly number[]): Float64Array {
  return Float64Array.from({ length }, () => pick(random, of));
}

const weights = [-1, -1, -0.5, 0, 0, 0.5, 1, 1, 2];
const biases = [-1, -0.5, 0, 0, 0, 0.5, 1];
const coordinates = [-1, -0.5, 0, 0, 0.5, 1, 2];

/** At most as large as the image. */
function windowOn([rows, columns]: Shape, random: Random): Window {
  const size = [1 + Math.floor(random() * Math.min(2, rows)), 1 + Math.floor(random() * Math.min(3, columns))] as const;
  return { size, strides: [pick(random, [1, 1, 2]), pick(random, [1, 1, 2])], padding: noPadding };
}

type Draw = (random: Random, shape: Shape) => Layer;

const ofVectors: Record<string, Draw> = {
  dense(random, shape) {
    const units = 2 + Math.floor(random() * 3);
    return new Dense(halves(random, sizeOf(shape) * units, weights), halves(random, units, biases));
  },
  relu: () => new ReLU(),
  leakyRelu: () => new LeakyReLU(0.25),
  hardTanh: () => new HardTanh(),
  clip: (random) => clip(pick(random, [-1, 0]), pick(random, [0.5, 1, Infinity])),
  absolute: () => absolute(),
};

const ofImages: Record<string, Draw> = {
  ...ofVectors,
  dense(random, shape) {
    const window = windowOn(shape, random);
    const filters = 1 + Math.floor(random() * 2);
    return new Conv2D(
      halves(random, window.size[0] * window.size[1] * shape[2] * filters, weights),
      halves(random, filters, biases),
      window,
    );
  },
  maxPool: (random, shape) => new MaxPool(windowOn(shape, random)),
  averagePool: (_, shape) =>
    new AveragePool({ size: [1, Math.min(2, shape[1])], strides: [1, 1], padding: noPadding }, false),
};

const vectorKinds = ['dense', 'dense', 'relu', 'relu', 'leakyRelu', 'hardTanh', 'clip', 'absolute'];
const imageKinds = [...vectorKinds, 'maxPool', 'maxPool', 'maxPool', 'averagePool'];

/**
 * A network of the seed: some layers with branches that are added, joined or of which the larger counts, and a dense
 * one at the end.
 */
export function dyadicNetwork(seed: number): Network {
  const random = seeded(seed);
  const inputShape = pick<Shape>(random, [[1, 2, 1], [1, 4, 1], [2, 2, 1], [2, 3, 1], [1, 3, 2], [3], [2]]);
  const nodes: NodeDefinition[] = [];
  const shapes = new Map([[inputName, inputShape]]);
  const shapeOf = (name: string): Shape => shapes.get(name) ?? [];
  const append = (layer: Layer, inputs: string[]): string => {
    const name = `${layer.type}_${nodes.length}`;
    shapes.set(name, layer.connect(inputs.map(shapeOf)).shape);
    nodes.push({ name, layer, inputs });
    return name;
  };
  const step = (from: string): string => {
    const isImage = shapeOf(from).length === 3;
    const kind = pick(random, isImage ? imageKinds : vectorKinds);
    return append((isImage ? ofImages : ofVectors)[kind](random, shapeOf(from)), [from]);
  };
  const join = (a: string, b: string): string => {
    const same =
      sizeOf(shapeOf(a)) === sizeOf(shapeOf(b)) &&
      shapeOf(a).length === shapeOf(b).length &&
      shapeOf(a).every((size, i) => size === shapeOf(b)[i]);
    if (same && random() < 0.4) return append(new Add(), [a, b]);
    if (same && random() < 0.6) return append(maximumOfTensors(shapeOf(a), 2), [append(new Concat(0), [a, b])]);
    return append(
      new Concat(0),
      [a, b].map((of) => append(new Flatten(), [of])),
    );
  };
  let tip: string = inputName;
  for (let layers = 3 + Math.floor(random() * 4); layers > 0; layers--) {
    const before = tip;
    tip = step(tip);
    if (random() < 0.2) tip = join(tip, random() < 0.5 ? step(before) : before);
  }
  if (shapeOf(tip).length === 3) tip = append(new Flatten(), [tip]);
  append(ofVectors.dense(random, shapeOf(tip)), [tip]);
  return new Network(inputShape, nodes);
}

/** The network of a seed with a line and a target. */
export function dyadicCase(seed: number): Case {
  const network = dyadicNetwork(seed);
  const random = seeded(seed + 1);
  const point = (): Float64Array => halves(random, network.inputSize, coordinates);
  return { network, baseline: point(), input: point(), target: Math.floor(random() * network.outputSize) };
}
