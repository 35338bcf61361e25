import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNetworkFiles } from '../../../../src/network/readers/index.ts';
import { verifyNetwork } from '../../../../src/verification/index.ts';
import { dynamoExport } from '../../../helpers/dynamoModels.ts';
import { kindOf } from '../../../helpers/kinds.ts';
import { attributes, floats, int64s, onnxModel, type TinyNode } from '../../../helpers/onnxModels.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

const random = seeded(11);

const weight = (name: string, ...shape: readonly number[]) =>
  floats(name, shape, [
    ...randomArray(
      random,
      shape.reduce((product, size) => product * size, 1),
    ),
  ]);

/** An operator by the value that it gives; all that it takes is named, weights too. */
const node = (
  op: string,
  output: string,
  inputs: readonly string[],
  given: Parameters<typeof attributes>[0] = {},
): TinyNode => ({ op, output, inputs, attributes: attributes(given) });

const linear = (output: string, x: string, name: string) =>
  node('Gemm', output, [x, `p_${name}_weight`, `p_${name}_bias`], {
    alpha: { float: 1 },
    beta: { float: 1 },
    transA: 0,
    transB: 1,
  });

/** The exporter leaves out the size of the kernel. */
const conv = (output: string, x: string, name: string, pads: readonly number[], group = 1) =>
  node('Conv', output, [x, `p_${name}_weight`, `p_${name}_bias`], {
    auto_pad: 'NOTSET',
    dilations: pads.slice(0, pads.length / 2).map(() => 1),
    strides: pads.slice(0, pads.length / 2).map(() => 1),
    pads,
    group,
  });

const maxPool = (output: string, x: string) =>
  node('MaxPool', output, [x], {
    auto_pad: 'NOTSET',
    ceil_mode: 0,
    dilations: [1, 1],
    kernel_shape: [2, 2],
    pads: [0, 0, 0, 0],
    storage_order: 0,
    strides: [2, 2],
  });

const relu = (output: string, x: string) => node('Relu', output, [x]);
const mean = (output: string, x: string, keepdims: number) =>
  node('ReduceMean', output, [x, 'val_axes'], { keepdims, noop_with_empty_axes: 0 });
const reshape = (output: string, x: string, shape: string) => node('Reshape', output, [x, shape], { allowzero: 1 });

/** `x.view(x.shape[0], units)` of a batch of any size. */
const flattened = (output: string, x: string) => [
  node('Shape', 'val_batch', ['x'], { start: 0, end: 1 }),
  node('Concat', 'val_shape', ['val_batch', 'val_units'], { axis: 0 }),
  reshape(output, x, 'val_shape'),
];

const dense = (name: string, units: number, inputs: number) => [
  weight(`p_${name}_weight`, units, inputs),
  weight(`p_${name}_bias`, units),
];
const kernel = (name: string, filters: number, ...rest: readonly number[]) => [
  weight(`p_${name}_weight`, filters, ...rest),
  weight(`p_${name}_bias`, filters),
];

/** Graphs, and how exact methods take them. */
const graphs: Readonly<Record<string, Parameters<typeof onnxModel>[0] & { readonly kind: string }>> = {
  'a multilayer perceptron': {
    kind: 'exact',
    input: ['batch', 6],
    weights: [...dense('fc1', 16, 6), ...dense('fc2', 3, 16)],
    nodes: [linear('linear', 'x', 'fc1'), relu('relu', 'linear'), linear('y', 'relu', 'fc2')],
  },
  'a convolutional network with max pooling that ends in softmax': {
    kind: 'head',
    input: ['batch', 2, 6, 6],
    weights: [...kernel('conv1', 4, 2, 3, 3), int64s('val_units', [36]), ...dense('fc', 3, 36)],
    nodes: [
      conv('conv2d', 'x', 'conv1', [1, 1, 1, 1]),
      relu('relu', 'conv2d'),
      maxPool('max_pool2d', 'relu'),
      ...flattened('view', 'max_pool2d'),
      linear('linear', 'view', 'fc'),
      node('Softmax', 'y', ['linear'], { axis: 1 }),
    ],
  },
  'a residual block with batch normalisation folded, averaged over its cells': {
    kind: 'exact',
    input: ['batch', 3, 5, 5],
    weights: [
      ...kernel('conv1', 4, 3, 3, 3),
      ...kernel('conv2', 4, 4, 3, 3),
      int64s('val_axes', [-1, -2]),
      int64s('val_units', [4]),
      ...dense('fc', 3, 4),
    ],
    nodes: [
      conv('conv2d', 'x', 'conv1', [1, 1, 1, 1]),
      relu('relu', 'conv2d'),
      conv('conv2d_1', 'relu', 'conv2', [1, 1, 1, 1]),
      node('Add', 'add', ['conv2d_1', 'relu']),
      relu('relu_1', 'add'),
      mean('mean', 'relu_1', 1),
      ...flattened('view', 'mean'),
      linear('y', 'view', 'fc'),
    ],
  },
  'a depthwise convolution with ReLU6, in halves': {
    kind: 'exact',
    input: [1, 4, 5, 5],
    weights: [
      ...kernel('conv1', 8, 1, 3, 3),
      floats('val_0', [], [0]),
      floats('val_6', [], [6]),
      int64s('val_axes', [2, 3]),
      ...dense('fc', 3, 4),
    ],
    nodes: [
      conv('conv2d', 'x', 'conv1', [0, 0, 0, 0], 4),
      node('Clip', 'clamp', ['conv2d', 'val_0', 'val_6']),
      {
        op: 'Split',
        outputs: ['split_0', 'split_1'],
        inputs: ['clamp'],
        attributes: attributes({ axis: 1, num_outputs: 2 }),
      },
      node('Max', 'maximum', ['split_0', 'split_1']),
      mean('mean', 'maximum', 0),
      linear('y', 'mean', 'fc'),
    ],
  },
  'a series whose pool has an axis more': {
    kind: 'exact',
    input: ['batch', 4, 12],
    weights: [...kernel('conv1', 6, 4, 3), int64s('val_axis', [-2]), int64s('val_units', [36]), ...dense('fc', 2, 36)],
    nodes: [
      conv('conv1d', 'x', 'conv1', [1, 1]),
      relu('relu', 'conv1d'),
      node('Unsqueeze', 'unsqueeze', ['relu', 'val_axis']),
      node('MaxPool', 'max_pool', ['unsqueeze'], { kernel_shape: [1, 2], strides: [1, 2], ceil_mode: 0 }),
      node('Squeeze', 'squeeze', ['max_pool', 'val_axis']),
      ...flattened('view', 'squeeze'),
      linear('y', 'view', 'fc'),
    ],
  },
  'a layer for each token, by a weight that is transposed in the graph': {
    kind: 'head',
    input: ['batch', 5, 8],
    weights: [...dense('fc1', 12, 8), int64s('val_axes', [1]), ...dense('fc2', 3, 12)],
    nodes: [
      node('Transpose', 'val_1', ['p_fc1_weight'], { perm: [1, 0] }),
      node('MatMul', 'val_2', ['x', 'val_1']),
      node('Add', 'linear', ['val_2', 'p_fc1_bias']),
      relu('relu', 'linear'),
      mean('mean', 'relu', 0),
      linear('linear_1', 'mean', 'fc2'),
      node('LogSoftmax', 'y', ['linear_1'], { axis: -1 }),
    ],
  },
};

describe("graphs of PyTorch's exporter that is built on TorchDynamo, with weights in a file beside them", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dynamo-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(Object.entries(graphs).flatMap(([name, graph]) => [18, 20].map((opset) => [name, opset, graph] as const)))(
    '%s of operator set %s has the values of ONNX Runtime',
    async (_, opset, { kind, ...graph }) => {
      const path = join(folder, 'net.onnx');
      const { model, data } = dynamoExport(onnxModel({ ...graph, opset: BigInt(opset) }), 'net.onnx.data');
      writeFileSync(path, model);
      writeFileSync(`${path}.data`, data);
      const { network, files } = await readNetworkFiles(path);
      expect(files).toEqual([path, `${path}.data`]);
      expect(kindOf(network)).toBe(kind);
      const points = seeded(3);
      const { outputs } = await verifyNetwork(path, {}, (size) => [1, 2].map(() => randomArray(points, size)));
      // Of a softmax its logits are compared, too.
      expect(outputs[0]).toMatchObject({ output: 'y', units: network.outputSize, inputs: 2 });
      // Float32 against float64: some eighty roundings of 2^-23.
      for (const of of outputs) expect('difference' in of && of.difference).toBeLessThan(1e-5);
    },
  );
});
