import { AttributeProto_AttributeType } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { readOnnx } from '../../../../src/network/readers/index.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';
import { attributes, floats, int64s, onnxModel, type TinyNode } from '../../../helpers/onnxModels.ts';
import { OnnxRuntime } from '../../../helpers/onnxRuntime.ts';

const random = seeded(7);
const numbers = (count: number): number[] => Array.from(randomArray(random, count));
const positive = (count: number): number[] => numbers(count).map((x) => x + 1.5);
const image = [1, 2, 5, 4];
const chain = (...nodes: TinyNode[]): TinyNode[] =>
  nodes.map((node, i) => ({
    ...node,
    inputs: [i === 0 ? 'x' : `v${i - 1}`, ...(node.inputs ?? [])],
    output: i === nodes.length - 1 ? 'y' : `v${i}`,
  }));

/** Models whose oracle is ONNX Runtime: what the title says, and the arguments of `onnxModel`. */
const cases: readonly (readonly [title: string, Parameters<typeof onnxModel>[0]])[] = [
  [
    'Conv with bias, stride and asymmetric pads',
    {
      input: image,
      outputRank: 4,
      nodes: chain({
        op: 'Conv',
        inputs: ['w', 'b'],
        attributes: attributes({ strides: [2, 1], pads: [1, 0, 2, 1], kernel_shape: [3, 2] }),
      }),
      weights: [floats('w', [3, 2, 3, 2], numbers(36)), floats('b', [3], numbers(3))],
    },
  ],
  [
    'Conv without bias, auto_pad SAME_UPPER',
    {
      input: image,
      outputRank: 4,
      nodes: chain({ op: 'Conv', inputs: ['w'], attributes: attributes({ strides: [2, 2], auto_pad: 'SAME_UPPER' }) }),
      weights: [floats('w', [3, 2, 4, 3], numbers(72))],
    },
  ],
  [
    'Conv with auto_pad SAME_LOWER',
    {
      input: image,
      outputRank: 4,
      nodes: chain({ op: 'Conv', inputs: ['w'], attributes: attributes({ strides: [2, 1], auto_pad: 'SAME_LOWER' }) }),
      weights: [floats('w', [1, 2, 2, 2], numbers(8))],
    },
  ],
  [
    'Conv with auto_pad VALID',
    {
      input: image,
      outputRank: 4,
      nodes: chain({ op: 'Conv', inputs: ['w'], attributes: attributes({ auto_pad: 'VALID' }) }),
      weights: [floats('w', [2, 2, 2, 2], numbers(16))],
    },
  ],
  [
    'Flatten of an image, Gemm with transB, alpha and beta',
    {
      input: image,
      nodes: chain(
        { op: 'Flatten' },
        {
          op: 'Gemm',
          inputs: ['w', 'b'],
          attributes: attributes({ transB: 1, alpha: { float: 0.5 }, beta: { float: 2 } }),
        },
      ),
      weights: [floats('w', [3, 40], numbers(120)), floats('b', [1, 3], numbers(3))],
    },
  ],
  [
    'Gemm without transB, a scalar as bias',
    {
      input: ['batch', 4],
      nodes: chain({ op: 'Gemm', inputs: ['w', 'b'] }),
      weights: [floats('w', [4, 3], numbers(12)), floats('b', [], numbers(1))],
    },
  ],
  [
    'Gemm without bias, its weights transposed by a node',
    {
      input: [1, 4],
      nodes: [
        { op: 'Transpose', inputs: ['w'], output: 'wt', attributes: attributes({ perm: [1, 0] }) },
        { op: 'Gemm', inputs: ['x', 'wt'] },
      ],
      weights: [floats('w', [3, 4], numbers(12))],
    },
  ],
  [
    'MatMul, Add of a bias on the left',
    {
      input: [1, 4],
      nodes: [
        { op: 'MatMul', inputs: ['x', 'w'], output: 'v' },
        { op: 'Add', inputs: ['b', 'v'] },
      ],
      weights: [floats('w', [4, 3], numbers(12)), floats('b', [3], numbers(3))],
    },
  ],
  [
    'Sub, Div, Mul and Add of a constant per channel',
    {
      input: image,
      outputRank: 4,
      nodes: chain(
        { op: 'Sub', inputs: ['m'] },
        { op: 'Div', inputs: ['s'] },
        { op: 'Mul', inputs: ['f'] },
        { op: 'Add', inputs: ['m'] },
      ),
      weights: [
        floats('m', [1, 2, 1, 1], numbers(2)),
        floats('s', [2, 1, 1], positive(2)),
        floats('f', [], positive(1)),
      ],
    },
  ],
  [
    'Sub from a constant',
    {
      input: [1, 3],
      nodes: [{ op: 'Sub', inputs: ['c', 'x'] }],
      weights: [floats('c', [3], numbers(3))],
    },
  ],
  [
    'Sub of a constant for every pixel',
    {
      input: image,
      outputRank: 4,
      nodes: chain({ op: 'Sub', inputs: ['m'] }),
      weights: [floats('m', [2, 5, 4], numbers(40))],
    },
  ],
  [
    'Mul of a flattened image by a constant for every unit',
    {
      input: image,
      nodes: chain({ op: 'Flatten' }, { op: 'Mul', inputs: ['m'] }, { op: 'MatMul', inputs: ['w'] }),
      weights: [floats('m', [40], positive(40)), floats('w', [40, 2], numbers(80))],
    },
  ],
  [
    'Add of a constant after Conv',
    {
      input: image,
      outputRank: 4,
      nodes: chain({ op: 'Conv', inputs: ['w'] }, { op: 'Add', inputs: ['b'] }),
      weights: [floats('w', [3, 2, 2, 2], numbers(24)), floats('b', [3, 1, 1], numbers(3))],
    },
  ],
  [
    'BatchNormalization of an image',
    {
      input: image,
      outputRank: 4,
      nodes: chain({
        op: 'BatchNormalization',
        inputs: ['g', 'b', 'm', 'v'],
        attributes: attributes({ epsilon: { float: 0.01 } }),
      }),
      weights: [
        floats('g', [2], numbers(2)),
        floats('b', [2], numbers(2)),
        floats('m', [2], numbers(2)),
        floats('v', [2], positive(2)),
      ],
    },
  ],
  [
    'BatchNormalization of a flattened image',
    {
      input: [1, 2, 2, 3],
      nodes: chain(
        { op: 'Flatten' },
        { op: 'BatchNormalization', inputs: ['g', 'b', 'm', 'v'] },
        { op: 'MatMul', inputs: ['w'] },
      ),
      weights: [
        floats('g', [12], numbers(12)),
        floats('b', [12], numbers(12)),
        floats('m', [12], numbers(12)),
        floats('v', [12], positive(12)),
        floats('w', [12, 2], numbers(24)),
      ],
    },
  ],
  [
    'MaxPool with pads',
    {
      input: image,
      outputRank: 4,
      nodes: chain({
        op: 'MaxPool',
        attributes: attributes({ kernel_shape: [3, 2], strides: [2, 2], pads: [1, 0, 1, 1] }),
      }),
    },
  ],
  [
    'MaxPool with a ceil_mode that changes nothing',
    {
      input: [1, 2, 4, 4],
      outputRank: 4,
      nodes: chain({ op: 'MaxPool', attributes: attributes({ kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 }) }),
    },
  ],
  [
    'AveragePool that leaves padding out',
    {
      input: image,
      outputRank: 4,
      nodes: chain({ op: 'AveragePool', attributes: attributes({ kernel_shape: [3, 3], pads: [1, 1, 1, 1] }) }),
    },
  ],
  [
    'AveragePool that counts padding',
    {
      input: image,
      outputRank: 4,
      nodes: chain({
        op: 'AveragePool',
        attributes: attributes({ kernel_shape: [3, 3], pads: [1, 1, 1, 1], count_include_pad: 1 }),
      }),
    },
  ],
  ['GlobalAveragePool, Flatten', { input: image, nodes: chain({ op: 'GlobalAveragePool' }, { op: 'Flatten' }) }],
  ['Relu', { input: [1, 6], nodes: chain({ op: 'Relu' }) }],
  ['LeakyRelu of the default slope', { input: [1, 6], nodes: chain({ op: 'LeakyRelu' }) }],
  [
    'LeakyRelu of another slope',
    { input: [1, 6], nodes: chain({ op: 'LeakyRelu', attributes: attributes({ alpha: { float: 0.25 } }) }) },
  ],
  ['Sigmoid', { input: [1, 6], nodes: chain({ op: 'Sigmoid' }) }],
  ['Tanh', { input: [1, 6], nodes: chain({ op: 'Tanh' }) }],
  ['Elu of the default alpha', { input: [1, 6], nodes: chain({ op: 'Elu' }) }],
  [
    'Elu of another alpha',
    { input: [1, 6], nodes: chain({ op: 'Elu', attributes: attributes({ alpha: { float: 0.4 } }) }) },
  ],
  ['Selu of the default constants', { input: [1, 6], nodes: chain({ op: 'Selu' }) }],
  [
    'Selu of other constants',
    {
      input: [1, 6],
      nodes: chain({ op: 'Selu', attributes: attributes({ alpha: { float: 0.5 }, gamma: { float: 2 } }) }),
    },
  ],
  ['Gelu', { input: [1, 6], opset: 20n, nodes: chain({ op: 'Gelu' }) }],
  [
    'Gelu by the hyperbolic tangent',
    { input: [1, 6], opset: 20n, nodes: chain({ op: 'Gelu', attributes: attributes({ approximate: 'tanh' }) }) },
  ],
  ['Softplus', { input: [1, 6], nodes: chain({ op: 'Softplus' }) }],
  ['Softmax', { input: [1, 6], nodes: chain({ op: 'Softmax' }) }],
  [
    'Softmax of old opsets, axis 1',
    { input: [1, 6], opset: 9n, nodes: chain({ op: 'Softmax', attributes: attributes({ axis: 1 }) }) },
  ],
  [
    'Clip to [-1, 1]',
    {
      input: [1, 6],
      nodes: chain({ op: 'Mul', inputs: ['four'] }, { op: 'Clip', inputs: ['low', 'high'] }),
      weights: [floats('four', [], [4]), floats('low', [], [-1]), floats('high', [], [1])],
    },
  ],
  [
    'Clip to [-1, 1] by the attributes of old opsets',
    {
      input: [1, 6],
      opset: 7n,
      nodes: chain(
        { op: 'LeakyRelu', attributes: attributes({ alpha: { float: 5 } }) },
        { op: 'Clip', attributes: attributes({ min: { float: -1 }, max: { float: 1 } }) },
      ),
    },
  ],
  [
    'Clip to [0, infinity)',
    {
      input: [1, 6],
      nodes: chain({ op: 'Clip', inputs: ['zero'] }),
      weights: [floats('zero', [], [0])],
    },
  ],
  [
    'Add of two branches',
    {
      input: [1, 3],
      nodes: [
        { op: 'Relu', output: 'r' },
        { op: 'MatMul', inputs: ['r', 'w'], output: 'm' },
        { op: 'Add', inputs: ['m', 'x'] },
      ],
      weights: [floats('w', [3, 3], numbers(9))],
    },
  ],
  [
    'MatMul whose value is taken with and without the bias',
    {
      input: [1, 3],
      nodes: [
        { op: 'MatMul', inputs: ['x', 'w'], output: 'm' },
        { op: 'Add', inputs: ['m', 'b'], output: 'a' },
        { op: 'Add', inputs: ['m', 'a'] },
      ],
      weights: [floats('w', [3, 3], numbers(9)), floats('b', [3], numbers(3))],
    },
  ],
  ...[1, 2, 3, -1].map(
    (axis) =>
      [
        `Concat of images along axis ${axis}`,
        {
          input: image,
          outputRank: 4,
          nodes: [
            { op: 'Relu', output: 'r' },
            { op: 'Concat', inputs: ['x', 'r', 'x'], attributes: attributes({ axis }) },
          ],
        },
      ] as const,
  ),
  [
    'Concat of vectors',
    {
      input: [1, 3],
      nodes: [
        { op: 'Relu', output: 'r' },
        { op: 'Concat', inputs: ['x', 'r'], attributes: attributes({ axis: 1 }) },
      ],
    },
  ],
  [
    'Reshape to a vector and back to an image',
    {
      input: ['batch', 1, 4, 4],
      outputRank: 4,
      nodes: chain(
        { op: 'Reshape', inputs: ['vector'] },
        { op: 'Relu' },
        { op: 'Reshape', inputs: ['image'] },
        { op: 'MaxPool', attributes: attributes({ kernel_shape: [2, 2] }) },
      ),
      weights: [int64s('vector', [0, -1]), int64s('image', [-1, 1, 2, 8])],
    },
  ],
  [
    'a Constant, Identity and Dropout',
    {
      input: [1, 2],
      nodes: [
        {
          op: 'Constant',
          inputs: [],
          output: 'c',
          attributes: [{ name: 'value', type: AttributeProto_AttributeType.TENSOR, t: floats('', [2], [3, 4]) }],
        },
        { op: 'Identity', inputs: ['x'], output: 'i' },
        { op: 'Dropout', inputs: ['i'], output: 'd' },
        { op: 'Add', inputs: ['d', 'c'] },
      ],
    },
  ],
  [
    'a flat input of a batch, rows and columns',
    {
      input: [1, 784, 1, 1],
      nodes: chain({ op: 'Flatten' }, { op: 'MatMul', inputs: ['w'] }),
      weights: [floats('w', [784, 2], numbers(1568))],
    },
  ],
];

describe('readOnnx agrees with ONNX Runtime', () => {
  it.each(cases)('on %s', async (_, definition) => {
    const bytes = onnxModel(definition);
    const network = readOnnx(bytes);
    const oracle = await OnnxRuntime.load(bytes);
    for (let i = 0; i < 3; i++) await oracle.expectSame(network, randomArray(random, network.inputSize));
  });

  it('on an image that arrives channel-last and is transposed for a Conv and back before Reshape', async () => {
    const bytes = onnxModel({
      input: ['batch', 5, 4, 2],
      nodes: chain(
        { op: 'Transpose', attributes: attributes({ perm: [0, 3, 1, 2] }) },
        { op: 'Conv', inputs: ['w'] },
        { op: 'Relu' },
        { op: 'Transpose', attributes: attributes({ perm: [0, 2, 3, 1] }) },
        { op: 'Reshape', inputs: ['flat'] },
        { op: 'MatMul', inputs: ['v'] },
      ),
      weights: [floats('w', [3, 2, 2, 2], numbers(24)), int64s('flat', [-1, 36]), floats('v', [36, 4], numbers(144))],
    });
    const network = readOnnx(bytes);
    expect(network.inputShape).toEqual([5, 4, 2]);
    const oracle = await OnnxRuntime.load(bytes, 'channel-last');
    await oracle.expectSame(network, randomArray(random, 40));
  });
});
