/** Every function and class of the library with arguments that suit it, for tests that put anything in their place. */
import { readFileSync } from 'node:fs';
import * as library from '../../src/index.ts';
import { isRecord } from '../../src/base/index.ts';
import { twoHinges } from '../helpers/closedForms.ts';
import { sequentialModel } from '../helpers/layersModels.ts';

const network = twoHinges();
const [zero, one] = [Float64Array.of(0, 0), Float64Array.of(1, 1)];
const line = { baseline: zero, input: one, target: 0 };
const window = {
  size: [1, 1],
  strides: [1, 1],
  padding: { top: 0, left: 0, bottom: 0, right: 0 },
  dilations: [1, 1],
  ceil: false,
} as const;
const values = (batch: Float64Array): Promise<Float64Array> => Promise.resolve(new Float64Array(batch.length / 2));
const perturbation = { values, input: one, baseline: zero, batchSize: 2 };
const masked = { ...perturbation, mask: [0, 1] };
const scoring = { attributions: one, input: one, baseline: zero, channels: 1, steps: 2, batchSize: 2 };
const bytes = (file: string): Uint8Array => new Uint8Array(readFileSync(file));
const tfjs = sequentialModel([2], [{ class_name: 'ReLU' }]);
const npy = library.writeNpy({ shape: [2], data: one });

/** A layer in a network that is evaluated; layers of images get one of 1 x 1 x 2. */
function inNetwork<Given extends readonly unknown[]>(
  Layer: new (...given: Given) => library.Layer,
  inputs: readonly string[] = [library.inputName],
  shape: library.Shape = [1, 1, 2],
): (...given: Given) => Float64Array {
  return (...given) =>
    new library.Network(shape, [{ name: 'layer', layer: new Layer(...given), inputs }]).evaluate(one);
}

/** A function of the library, and arguments that suit it. */
export interface Call {
  readonly call: (...given: never[]) => unknown;
  readonly sound: readonly unknown[];
}

/** What restrict and outputPath give: opaque to who takes it further. */
const restriction = opaque(library.restrict(network, line));
const path = library.outputPath(restriction, 0);
const twice = [library.inputName, library.inputName];

/** The same, not taken for an object of fields that may be anything. */
function opaque<T extends object>(value: T): T {
  return Object.setPrototypeOf({ ...value }, Object.create(Object.prototype) as object) as T;
}

/** Methods of a network. */
export const methods: Readonly<Record<string, Call>> = {
  evaluate: { call: (batch: Float64Array) => network.evaluate(batch), sound: [one] },
  evaluateAll: { call: (input: Float64Array) => network.evaluateAll(input), sound: [one] },
  upTo: { call: (node: number) => network.upTo(node), sound: [0] },
};

/** By the name under which the library exports it. */
export const calls: Readonly<Record<string, Call>> = {
  // Layers
  Add: { call: inNetwork(library.Add, twice), sound: [] },
  AveragePool: { call: inNetwork(library.AveragePool), sound: [window, true] },
  BatchNorm: {
    call: inNetwork(library.BatchNorm),
    sound: [{ gamma: one, beta: one, mean: zero, variance: one, epsilon: 0 }],
  },
  Concat: { call: inNetwork(library.Concat, twice), sound: [2] },
  Conv2D: { call: inNetwork(library.Conv2D), sound: [one, zero.slice(1), window, 1] },
  Dense: { call: inNetwork(library.Dense), sound: [one, zero.slice(1)] },
  ELU: { call: inNetwork(library.ELU), sound: [1, 1] },
  Flatten: { call: inNetwork(library.Flatten), sound: [] },
  GELU: { call: inNetwork(library.GELU), sound: ['erf'] },
  HardTanh: { call: inNetwork(library.HardTanh), sound: [] },
  LeakyReLU: { call: inNetwork(library.LeakyReLU), sound: [0.1] },
  MaxPool: { call: inNetwork(library.MaxPool), sound: [window] },
  Normalize: { call: inNetwork(library.Normalize), sound: [zero, one] },
  ReLU: { call: inNetwork(library.ReLU), sound: [] },
  Reshape: { call: inNetwork(library.Reshape), sound: [[2]] },
  Sigmoid: { call: inNetwork(library.Sigmoid), sound: [] },
  Softmax: { call: inNetwork(library.Softmax), sound: [0] },
  Softplus: { call: inNetwork(library.Softplus), sound: [] },
  Tanh: { call: inNetwork(library.Tanh), sound: [] },
  ZeroPad: { call: inNetwork(library.ZeroPad), sound: [{ top: 1, left: 0, bottom: 0, right: 0 }] },
  Network: {
    call: (...given: ConstructorParameters<typeof library.Network>) => new library.Network(...given),
    sound: [[2], [{ name: 'relu', layer: new library.ReLU(), inputs: ['input'] }], 1e6],
  },
  processImage: { call: library.processImage, sound: [one, { divisor: 255, offset: 0 }] },
  // Files
  readEran: { call: library.readEran, sound: ['ReLU\n[[1.0, 2.0]]\n[0.5]\n', { memory: 1e6 }] },
  readOnnx: {
    call: library.readOnnx,
    sound: [bytes('networks/mnist_dense.onnx'), { memory: 1e9, inputs: {}, external: new Map() }],
  },
  writeOnnx: {
    call: library.writeOnnx,
    sound: [new library.Network([2], [{ name: 'relu', layer: new library.ReLU(), inputs: ['input'] }])],
  },
  readTfjs: {
    call: library.readTfjs,
    sound: [tfjs.bytes, [tfjs.weights], { memory: 1e6, inputShape: [2], inputs: {} }],
  },
  weightFilesOf: { call: library.weightFilesOf, sound: [tfjs.bytes] },
  readNpy: { call: library.readNpy, sound: [npy, 'array.npy'] },
  writeNpy: { call: library.writeNpy, sound: [{ shape: [2], data: one }] },
  readNpz: {
    call: library.readNpz,
    sound: [library.writeNpz(new Map([['a', { shape: [2], data: one }]])), 'arrays.npz'],
  },
  writeNpz: { call: library.writeNpz, sound: [new Map([['a', { shape: [2], data: one }]])] },
  // Attributions
  explain: { call: library.explain, sound: [network, { method: 'saliency', input: one, target: 0 }] },
  methodNamed: { call: library.methodNamed, sound: ['lime'] },
  ruleNamed: { call: library.ruleNamed, sound: ['left'] },
  // Perturbation
  countFeatures: { call: library.countFeatures, sound: [[0, 1], 2] },
  defaultMask: { call: library.defaultMask, sound: [[2], 1] },
  featureAblation: { call: library.featureAblation, sound: [masked] },
  kernelShap: { call: library.kernelShap, sound: [masked, { samples: 4, seed: 0 }] },
  lime: { call: library.lime, sound: [masked, { samples: 4, kernelWidth: 1, ridge: 1, seed: 0 }] },
  occlusion: { call: library.occlusion, sound: [perturbation, { shape: [1, 2, 1], window: [1, 1], strides: [1, 1] }] },
  shapleyValues: { call: library.shapleyValues, sound: [masked] },
  shapleyValueSampling: {
    call: library.shapleyValueSampling,
    sound: [masked, { permutations: 2, seed: 0, progress: () => undefined }],
  },
  deletionScore: { call: library.deletionScore, sound: [values, scoring] },
  insertionScore: { call: library.insertionScore, sound: [values, scoring] },
  softmaxProbability: {
    call: (...given: Parameters<typeof library.softmaxProbability>) => library.softmaxProbability(...given)(one),
    sound: [(points: Float64Array) => Promise.resolve(points), 2, 0],
  },
  rankCorrelation: { call: library.rankCorrelation, sound: [zero, one] },
  relativeError: { call: library.relativeError, sound: [zero, one] },
  relativeL1: { call: library.relativeL1, sound: [zero, one] },
  relativeL2: { call: library.relativeL2, sound: [zero, one] },
  // Lines
  attributePart: { call: library.attributePart, sound: [network, line, { memory: 1e9 }] },
  exactIntegratedGradients: { call: library.exactIntegratedGradients, sound: [network, line, { memory: 1e9 }] },
  forecast: { call: library.forecast, sound: [network, line, { memory: 1e9 }] },
  PartedLine: {
    call: (...given: ConstructorParameters<typeof library.PartedLine>) => new library.PartedLine(...given),
    sound: [network, line, 2],
  },
  restrict: { call: library.restrict, sound: [network, line, { block: 1, memory: 1e9, remember: [] }] },
  endpoints: { call: library.endpoints, sound: [restriction] },
  outputPath: { call: library.outputPath, sound: [restriction, 0] },
  outputAt: { call: library.outputAt, sound: [path, 0.5] },
  regionOf: { call: library.regionOf, sound: [library.endpoints(restriction), 0.5] },
  // Node.js
  gradientsOf: {
    call: async (...given: Parameters<typeof library.gradientsOf>) => {
      (await library.gradientsOf(...given)).dispose();
    },
    sound: [network, { backend: 'cpu', batchSize: 2, memory: 1e6, requireGpu: false }],
  },
  openExact: {
    // Without a number of threads it would open one for each core, which takes seconds.
    call: async (name: string, options: library.CoresOptions) =>
      (await library.openExact(name, isRecord(options) ? { threads: 1, ...options } : options)).close(),
    sound: ['mnist_dense', { threads: 1, memory: 1e9, reading: {} }],
  },
  readNetwork: { call: library.readNetwork, sound: ['networks/mnist_dense.onnx', { memory: 1e9 }] },
  readNetworkFiles: { call: library.readNetworkFiles, sound: ['networks/mnist_dense.onnx', { memory: 1e9 }] },
  readImagesCsv: { call: library.readImagesCsv, sound: ['data/mnist_test.csv', [28, 28, 1]] },
  loadNetwork: { call: library.loadNetwork, sound: ['mnist_dense', { memory: 1e9 }] },
  loadData: {
    call: library.loadData,
    sound: [await library.loadNetwork('mnist_dense'), 'mnist_test', {}],
  },
};
