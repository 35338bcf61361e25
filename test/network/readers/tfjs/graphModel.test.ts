import * as tf from '@tensorflow/tfjs-core';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Float64Gradients } from '../../../../src/gradients/index.ts';
import { operators } from '../../../../src/network/readers/tfjs/graphModel/operators/index.ts';
import { ofLoops, reasons } from '../../../../src/network/readers/tfjs/graphModel/reasons.ts';
import { readTfjs } from '../../../../src/network/readers/index.ts';
import { attributes, graphModel, type TinyConstants, type TinyNode } from '../../../helpers/graphModels.ts';
import { graphComputation } from '../../../helpers/graphOracle.ts';
import { expectSame } from '../../../helpers/layersOracle.ts';
import { floats, graphCases, node, sliding, wholes } from './graphCases.ts';

/** Of which TensorFlow.js 4.22 has no gradient, or a wrong one. */
const differenced = new Set<string>([
  'Maximum of two values that broadcast', // it does not sum along axes that broadcast
  'Minimum of two values that broadcast',
  'Conv2D, dilated', // it has none of a convolution with dilations
  'AvgPool', // it counts the cells of the padding
  ...graphCases
    .map(([title]) => title)
    .filter((title) => /^(Cumsum|Einsum|StridedSlice|DepthToSpace|GatherNd)/.test(title)), // it has none
  'DivNoNan', // it has none of a comparison
  'MirrorPad, REFLECT', // it forgets the mirrored cells
  'MirrorPad, SYMMETRIC',
  'MaxPool3D', // it takes other cells
  'MaxPoolWithArgmax', // it has none
  'IsNan, IsInf and IsFinite of what is computed', // it has none of comparisons
  'ResizeBilinear, half a pixel', // its sizes are the wrong way round
  'ResizeBilinear, corners on corners',
  'ResizeBilinear, cells from their corners',
  'ResizeNearestNeighbor, half a pixel', // it takes the cells of another convention
]);

it('every operator of graph models that is read is compared with TensorFlow.js', () => {
  const compared = new Set(graphCases.flatMap(([, , nodes]) => nodes.map(({ op }) => op)));
  expect([...operators.keys()].filter((op) => !compared.has(op))).toEqual([]);
});

describe('readTfjs gives the values and gradients of TensorFlow.js for graph models', () => {
  it.each(graphCases.map(([title, shape, nodes, constants = {}]) => [title, shape, nodes, constants] as const))(
    'for %s',
    async (title, shape, nodes, constants) => {
      const model = graphModel(shape, nodes, constants);
      const network = readTfjs(model.bytes, [model.weights]);
      expect(network.inputShape).toEqual(shape);
      await expectSame(
        network,
        await graphComputation(model),
        differenced.has(title) ? 'differences' : 'TensorFlow.js',
      );
    },
  );
});

it.each([
  ['Maximum', ['x', 'c'], [0, 1, 1]],
  ['Maximum', ['c', 'x'], [0, 0, 1]],
  ['Minimum', ['x', 'c'], [1, 1, 0]],
  ['Minimum', ['c', 'x'], [1, 0, 0]],
])('%s of %j has at the number c the derivative of TensorFlow.js', async (op, input, slopes) => {
  const model = graphModel([3], [{ op, name: 'y', input }], { c: { shape: [], numbers: [0.5] } });
  const x = [0.25, 0.5, 0.75];
  const compute = await graphComputation(model);
  expect([
    ...tf
      .grad((at) => tf.sum(compute(at)))(tf.tensor(x, [1, 3]))
      .dataSync(),
  ]).toEqual(slopes);
  const network = readTfjs(model.bytes, [model.weights]);
  expect(network.nodes.map(({ layer }) => layer.type)).toEqual(['PiecewiseLinear']);
  const sum = { of: 0, seeds: Float64Array.of(1, 1, 1), by: -1 };
  const found = await new Float64Gradients(network).gradientsAt({ values: Float64Array.from(x) }, sum);
  expect([...found.gradients]).toEqual(slopes);
});

it('readTfjs keeps so many diagonals below and above, of which TensorFlow.js 4.22 takes the first number for both', () => {
  const nodes = [node('MatrixBandPart', {}, 'low', 'high')];
  const number = (x: number) => ({ shape: [], numbers: [x], dtype: 'int32' as const });
  const { bytes, weights } = graphModel([3, 3], nodes, { low: number(0), high: number(1) });
  const values = readTfjs(bytes, [weights]).evaluate(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9));
  expect([...values]).toEqual([1, 2, 0, 0, 5, 6, 0, 0, 9]);
});

it('every operator that TensorFlow.js has is read, or refused with a reason', () => {
  const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-converter/package.json'));
  const lists = join(folder, 'dist', 'operations', 'op_list');
  const all = readdirSync(lists)
    .filter((name) => name.endsWith('.js'))
    .flatMap((name) =>
      [...readFileSync(join(lists, name), 'utf8').matchAll(/tfOpName'?: '(\w+)'/g)].map(([, op]) => op),
    );
  expect(all.length).toBeGreaterThan(200);
  const known = (op: string): boolean => operators.has(op) || reasons.has(op) || ofLoops.test(op);
  expect(all.filter((op) => !known(op)).toSorted()).toEqual([
    'Bincount',
    'BitwiseAnd',
    'BroadcastArgs',
    'Const',
    'Conv1D', // the converter writes Conv2D
    'Cumprod',
    'DenseBincount',
    'DepthwiseConv2d', // it writes DepthwiseConv2dNative
    'Dilation2D',
    'ImageProjectiveTransformV3',
    'NoOp',
    'Ones', // and Fill
    'Placeholder',
    'Zeros',
  ]);
});

it('readTfjs rounds whole numbers that were quantised, as TensorFlow.js does', async () => {
  const { bytes } = graphModel([6], [node('Reshape', {}, 's')], { s: wholes(1, 2, 3) });
  const model = JSON.parse(new TextDecoder().decode(bytes)) as { weightsManifest: { weights: object[] }[] };
  // 1, 1.999 and 2.998: the nearest are 1, 2 and 3.
  Object.assign(model.weightsManifest[0].weights[0], { quantization: { dtype: 'uint8', scale: 0.999, min: 1 } });
  const quantised = { bytes: new TextEncoder().encode(JSON.stringify(model)), weights: Uint8Array.of(0, 1, 2) };
  const network = readTfjs(quantised.bytes, [quantised.weights]);
  expect(network.outputShape).toEqual([2, 3]);
  await expectSame(network, await graphComputation(quantised));
});

describe('readTfjs refuses, of graph models,', () => {
  const refusals: readonly (readonly [
    title: string,
    nodes: readonly TinyNode[],
    message: string,
    constants?: TinyConstants,
  ])[] = [
    [
      'all operators that are not supported, in one error',
      [
        { op: 'Foo', name: 'f' },
        { op: 'Bar', name: 'b', input: ['f'] },
      ],
      "not supported: Foo ('f'); Bar ('b'). The operators that are read stand in docs/networks.md.",
    ],
    [
      'control flow and lists of tensors, all by name',
      [
        { op: 'Switch', name: 's' },
        { op: 'TensorListReserve', name: 'l', input: ['s'] },
        { op: 'While', name: 'w', input: ['l'] },
      ],
      "not supported: Switch ('s'); TensorListReserve ('l'); While ('w'). Loops are not read; convert a model of recurrent layers from Keras to a layers model",
    ],
    [
      'a loop, whose operators are named before it is found to be one',
      [
        { op: 'Merge', name: 'm', input: ['x', 'n'] },
        { op: 'NextIteration', name: 'n', input: ['m'] },
        { op: 'Exit', name: 'y', input: ['m'] },
      ],
      "not supported: Merge ('m'); NextIteration ('n'); Exit ('y'). Loops are not read;",
    ],
    [
      'what chooses boxes, and names what comes before it',
      [
        { op: 'Relu', name: 'boxes' },
        { op: 'NonMaxSuppressionV5', name: 'a', input: ['boxes'] },
        { op: 'NonMaxSuppressionV5', name: 'b', input: ['boxes'] },
        { op: 'AddN', name: 'y', input: ['a', 'b'] },
      ],
      "not supported: NonMaxSuppressionV5 ('a', 'b'), which chooses boxes by comparing them. Computed before that, and may be chosen as output: 'boxes'.",
    ],
    [
      'rounding, which has no gradient',
      [node('Floor')],
      "node 'y' (Floor): its input, of which it has no gradient, is computed from the input, expected a constant.",
    ],
    [
      'a product across the batch',
      [
        { op: 'Reshape', name: 'r', input: ['x', 's'] },
        { op: 'MatMul', name: 'y', input: ['r', 'r'] },
      ],
      "node 'y' (MatMul): it multiplies two values across the items of a batch.",
      { s: wholes(1, 4) },
    ],
    [
      'a slice that drops the batch',
      [{ op: 'StridedSlice', name: 'y', input: ['x', 'b', 'e', 'o'], attr: attributes({ shrink_axis_mask: 1 }) }],
      "node 'y' (StridedSlice): it gives 2x2x1 for one item, expected a first axis of 1: that of the batch.",
      { b: wholes(0), e: wholes(1), o: wholes(1) },
    ],
    [
      'a mean over the batch',
      [node('Mean', {}, 'a')],
      "node 'y' (Mean): it reduces the batch, whose items are apart.",
      { a: wholes(0) },
    ],
    [
      'an Einsum that is no product of matrices',
      [node('Einsum', { equation: 'abcd->abc' })],
      "node 'y' (Einsum): its equation is 'abcd->abc', which is no product of matrices for each item.",
    ],
    [
      'what SpaceToBatchND took apart, but of convolutions',
      [
        { op: 'SpaceToBatchND', name: 's', input: ['x', 'block', 'paddings'] },
        { op: 'Relu', name: 'y', input: ['s'] },
      ],
      "node 'y' (Relu): it takes what SpaceToBatchND took apart; only convolutions of that are supported.",
      { block: wholes(2, 2), paddings: { shape: [2, 2], numbers: [0, 0, 0, 0], dtype: 'int32' } },
    ],
    [
      'images with channels first',
      [node('MaxPool', { ...sliding, data_format: 'NCHW', ksize: [1, 1, 1, 1] })],
      "node 'y' (MaxPool): its data_format is NCHW; only NHWC is supported.",
    ],
    [
      'a reshape across the batch',
      [node('Reshape', {}, 's')],
      "node 'y' (Reshape): items of 2x2x1 do not take the shape [4, 1], whose first axis should be the batch.",
      { s: wholes(4, 1) },
    ],
    [
      'a node that takes itself',
      [{ op: 'Relu', name: 'y', input: ['y'] }],
      "node 'y' (Relu): it takes its own output.",
    ],
    [
      'a node that there is not',
      [{ op: 'Relu', name: 'y', input: ['z'] }],
      "no node is called 'z', which the model refers to.",
    ],
    [
      'a tensor that a node does not give',
      [{ op: 'Relu', name: 'y', input: ['x:1'] }],
      "node 'y' (Relu): node 'x' gives no tensor 1 here, which the model refers to.",
    ],
    [
      'an output without an input',
      [{ op: 'Identity', name: 'y', input: ['c'] }],
      'the output does not depend on any input.',
      { c: floats(1) },
    ],
  ];

  it.each(refusals.map(([title, nodes, message, constants = {}]) => [title, nodes, message, constants] as const))(
    '%s',
    (_, nodes, message, constants) => {
      const { bytes, weights } = graphModel([2, 2, 1], nodes, constants);
      expect(() => readTfjs(bytes, [weights])).toThrow(
        expect.objectContaining({ name: 'UserError', message: expect.stringContaining(message) as string }),
      );
    },
  );
});
