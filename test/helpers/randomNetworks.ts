import fc from 'fast-check';
import {
  absolute,
  Add,
  AveragePool,
  BatchNorm,
  clip,
  Concat,
  Conv2D,
  ConvTranspose2D,
  Dense,
  Flatten,
  HardTanh,
  inputName,
  LeakyReLU,
  linearAlong,
  maximumAlong,
  maximumOfTensors,
  MaxPool,
  Network,
  Normalize,
  PiecewiseLinear,
  Pointwise,
  ReLU,
  Reshape,
  selectAlong,
  sizeOf,
  WeightedSum,
  type Layer,
  type NodeDefinition,
  type Shape,
  type Window,
} from '../../src/network/index.ts';

/** A source of uniform numbers in [0, 1). */
export type Random = () => number;

/** A small generator with a seed (mulberry32): enough for test networks. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Numbers spread evenly over (-scale, scale). */
export function randomArray(random: Random, length: number, scale = 1): Float64Array {
  return Float64Array.from({ length }, () => scale * (2 * random() - 1));
}

function below(random: Random, bound: number): number {
  return Math.floor(random() * bound);
}

/** For images of at least 3 x 3. */
function randomWindow(random: Random): Window {
  const pad = (): number => below(random, 2);
  const size = [2 + below(random, 2), 2 + below(random, 2)] as const;
  return {
    size,
    strides: [1 + below(random, 2), 1 + below(random, 2)],
    padding: { top: pad(), left: pad(), bottom: pad(), right: pad() },
    dilations: [size[0] === 2 ? 1 + below(random, 2) : 1, size[1] === 2 ? 1 + below(random, 2) : 1],
    ceil: random() < 0.5,
  };
}

/** One layer of each kind that takes a single input, fitting a shape. */
const kinds: Record<string, (random: Random, shape: Shape) => Layer> = {
  dense(random, shape) {
    const units = 3 + below(random, 6);
    const scale = 2 / Math.sqrt(sizeOf(shape));
    return new Dense(randomArray(random, sizeOf(shape) * units, scale), randomArray(random, units, 0.3));
  },
  conv(random, shape) {
    const window = randomWindow(random);
    const filters = 1 + below(random, 4);
    const inputs = window.size[0] * window.size[1] * shape[2];
    return new Conv2D(
      randomArray(random, inputs * filters, 2 / Math.sqrt(inputs)),
      randomArray(random, filters, 0.3),
      window,
    );
  },
  groupedConv(random, shape) {
    const window = randomWindow(random);
    const groups = shape[2];
    const filters = groups * (1 + below(random, 2));
    return new Conv2D(
      randomArray(random, window.size[0] * window.size[1] * filters),
      randomArray(random, filters, 0.3),
      window,
      groups,
    );
  },
  convTranspose(random, shape) {
    const { size, padding, dilations = [1, 1] } = randomWindow(random);
    const window = { size, padding, dilations, strides: [1, 1 + below(random, 2)] as const };
    const filters = 1 + below(random, 2);
    const weights = randomArray(random, window.size[0] * window.size[1] * shape[2] * filters);
    return new ConvTranspose2D(weights, randomArray(random, filters, 0.3), window, [0, window.strides[1] - 1]);
  },
  averagePool: (random) => new AveragePool(randomWindow(random), random() < 0.5),
  maxPool: (random) => new MaxPool(randomWindow(random)),
  normalize: (random, shape) =>
    new Normalize(
      randomArray(random, shape[shape.length - 1]),
      randomArray(random, shape[shape.length - 1]).map((x) => x + 2),
    ),
  batchNorm(random, shape) {
    const channels = shape[shape.length - 1];
    const array = (): Float64Array => randomArray(random, channels);
    const [gamma, beta, mean] = [array(), array(), array()];
    return new BatchNorm({ gamma, beta, mean, variance: array().map((x) => x + 1.5), epsilon: 1e-3 });
  },
  /** Some places along each axis, of which one is filled. */
  select: (random, shape) =>
    selectAlong(
      shape,
      shape.map((size) => Array.from({ length: size }, () => below(random, size + 1) - 1)),
      random(),
    ),
  sparseLinear: (random, shape) =>
    linearAlong(
      shape,
      shape.map((size) =>
        random() < 0.5
          ? undefined
          : Array.from({ length: 2 + below(random, 3) }, () => randomArray(random, size, 2 / Math.sqrt(size))),
      ),
    ),
  pointwise(random, shape) {
    const [channels, units] = [shape[shape.length - 1], 1 + below(random, 4)];
    return new Pointwise(
      randomArray(random, channels * units, 2 / Math.sqrt(channels)),
      randomArray(random, units, 0.3),
    );
  },
  weightedSum: (random, shape) =>
    new WeightedSum(
      [randomArray(random, random() < 0.5 ? sizeOf(shape) : 1, 1.5)],
      randomArray(random, shape[shape.length - 1]),
    ),
  maximumAlong: (random, shape) => maximumAlong(shape, [below(random, shape.length)]),
  piecewiseLinear(random) {
    const thresholds = [...randomArray(random, 1 + below(random, 3))].sort((a, b) => a - b);
    return new PiecewiseLinear(
      thresholds,
      [...randomArray(random, thresholds.length + 1, 1.5)],
      thresholds.map(() => random()),
      random(),
    );
  },
  clip: (random) => clip(-random(), random() < 0.5 ? Infinity : random()),
  absolute: () => absolute(),
  relu: () => new ReLU(),
  leakyRelu: (random) => new LeakyReLU(random() / 2),
  hardTanh: () => new HardTanh(),
  flatten: () => new Flatten(),
  reshape: (_, shape) => new Reshape([...shape].reverse()),
};

const imageKinds = [
  'conv',
  'conv',
  'groupedConv',
  'convTranspose',
  'averagePool',
  'maxPool',
  'normalize',
  'batchNorm',
  'relu',
  'relu',
  'leakyRelu',
  'hardTanh',
  'select',
  'sparseLinear',
  'pointwise',
  'weightedSum',
  'maximumAlong',
  'piecewiseLinear',
  'clip',
  'absolute',
];
const vectorKinds = [
  'dense',
  'dense',
  'relu',
  'leakyRelu',
  'hardTanh',
  'batchNorm',
  'select',
  'sparseLinear',
  'weightedSum',
  'piecewiseLinear',
  'absolute',
];

/** A network with branches and joins and layers of every kind, ending in a dense one; reproducible from the seed. */
export function randomNetwork(seed: number, layers = 10): Network {
  const random = seeded(seed);
  const inputShape: Shape = [4 + below(random, 3), 4 + below(random, 3), 1 + below(random, 2)];
  const nodes: NodeDefinition[] = [];
  const shapes = new Map<string, Shape>([[inputName, inputShape]]);
  const append = (layer: Layer, inputs: string[]): string => {
    const name = `${layer.type}_${nodes.length}`;
    const operation = layer.connect(inputs.map((input) => shapes.get(input) ?? []));
    shapes.set(name, operation.shape);
    nodes.push({ name, layer, inputs });
    return name;
  };
  const step = (from: string): string => {
    const shape = shapes.get(from) ?? [];
    const known =
      shape.length === 3 && Math.min(shape[0], shape[1]) >= 3
        ? imageKinds
        : shape.length === 3
          ? ['flatten', 'relu', 'reshape']
          : vectorKinds;
    return append(kinds[known[below(random, known.length)]](random, shape), [from]);
  };
  let tip = inputName;
  for (let i = 0; i < layers; i++) {
    const before = tip;
    tip = step(tip);
    if (random() < 0.35) tip = join(tip, before, random, shapes, append, step);
  }
  const shape = shapes.get(tip) ?? [];
  append(kinds.dense(random, shape), [tip]);
  return new Network(inputShape, nodes);
}

/** Joins two branches: the tip with a second path from where it came, or with itself passed through another layer. */
function join(
  tip: string,
  before: string,
  random: Random,
  shapes: Map<string, Shape>,
  append: (layer: Layer, inputs: string[]) => string,
  step: (from: string) => string,
): string {
  const other = random() < 0.5 ? append(random() < 0.5 ? new ReLU() : new LeakyReLU(0.2), [tip]) : step(before);
  const a = shapes.get(tip) ?? [];
  const b = shapes.get(other) ?? [];
  const same = a.length === b.length && a.every((size, i) => size === b[i]);
  if (same && random() < 0.5)
    return append(
      random() < 0.5 ? new Add() : new WeightedSum([randomArray(random, 1, 2), randomArray(random, sizeOf(a), 2)]),
      [tip, other],
    );
  if (same && random() < 0.3) return append(maximumOfTensors(a, 2), [append(new Concat(0), [tip, other])]);
  if (same) return append(new Concat(a.length - 1), [tip, other]);
  return append(new Concat(0), [append(new Flatten(), [tip]), append(new Flatten(), [other])]);
}

/** Seeds for property tests; a counterexample is printed as the seed. */
export const anySeed = fc.integer({ min: 0, max: 2 ** 31 - 1 });

/** A random network with the two ends of a line and a target. */
export interface Case {
  readonly network: Network;
  readonly baseline: Float64Array;
  readonly input: Float64Array;
  readonly target: number;
}

/** The case of a seed. */
export function caseOf(seed: number): Case {
  const network = randomNetwork(seed);
  const random = seeded(seed + 1);
  return {
    network,
    baseline: randomArray(random, network.inputSize),
    input: randomArray(random, network.inputSize, 2),
    target: below(random, network.outputSize),
  };
}
