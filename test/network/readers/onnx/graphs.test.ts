import { describe, expect, it } from 'vitest';
import { Float64Gradients } from '../../../../src/gradients/index.ts';
import { readOnnx } from '../../../../src/network/readers/index.ts';
import { attributes, floats, int64s, onnxModel, type TinyNode } from '../../../helpers/onnxModels.ts';
import { OnnxRuntime } from '../../../helpers/onnxRuntime.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

type Model = Parameters<typeof onnxModel>[0];

const random = seeded(11);
const numbers = (count: number): number[] => Array.from(randomArray(random, count));
const positive = (count: number): number[] => numbers(count).map((x) => x + 1.5);
const image = [1, 2, 5, 4];
const chain = (...nodes: TinyNode[]): TinyNode[] =>
  nodes.map((node, i) => ({
    ...node,
    inputs: [i === 0 ? 'x' : `v${i - 1}`, ...(node.inputs ?? [])],
    output: i === nodes.length - 1 ? 'y' : `v${i}`,
  }));
/** One node on a vector of six units of either sign, or on positive ones. */
const unary = (op: string, given: Parameters<typeof attributes>[0] = {}, opset = 13n, isPositive = false): Model => ({
  input: [1, 6],
  opset,
  nodes: isPositive
    ? chain({ op: 'Softplus' }, { op, attributes: attributes(given) })
    : chain({ op: 'Mul', inputs: ['four'] }, { op, attributes: attributes(given) }),
  weights: isPositive ? [] : [floats('four', [], [4])],
});
const reduced = (op: string, axes: readonly number[], keepdims: number, opset = 13n): Model => ({
  input: image,
  opset,
  outputRank: keepdims === 1 ? 4 : 4 - axes.length,
  nodes:
    op === 'ReduceSum'
      ? chain({ op, inputs: ['axes'], attributes: attributes({ keepdims }) })
      : chain({ op, attributes: attributes({ axes, keepdims }) }),
  weights: op === 'ReduceSum' ? [int64s('axes', axes)] : [],
});

/** Models whose oracle is ONNX Runtime: what the title says, and the arguments of `onnxModel`. */
const cases: readonly (readonly [title: string, Model])[] = [
  // Windows
  [
    'a dilated Conv',
    {
      input: image,
      outputRank: 4,
      nodes: chain({ op: 'Conv', inputs: ['w'], attributes: attributes({ dilations: [2, 1], pads: [1, 1, 1, 0] }) }),
      weights: [floats('w', [3, 2, 2, 2], numbers(24))],
    },
  ],
  [
    'a Conv over series, with stride and pads',
    {
      input: [1, 3, 9],
      outputRank: 3,
      nodes: chain({ op: 'Conv', inputs: ['w', 'b'], attributes: attributes({ strides: [2], pads: [1, 2] }) }),
      weights: [floats('w', [4, 3, 3], numbers(36)), floats('b', [4], numbers(4))],
    },
  ],
  [
    'pools over series, flattened and weighed',
    {
      input: [1, 3, 9],
      nodes: chain(
        { op: 'MaxPool', attributes: attributes({ kernel_shape: [2], strides: [2] }) },
        { op: 'AveragePool', attributes: attributes({ kernel_shape: [2] }) },
        { op: 'Flatten' },
        { op: 'MatMul', inputs: ['w'] },
      ),
      weights: [floats('w', [9, 2], numbers(18))],
    },
  ],
  [
    'a Conv on an image whose rows and columns were transposed',
    {
      input: image,
      outputRank: 4,
      nodes: chain(
        { op: 'Relu' },
        { op: 'Transpose', attributes: attributes({ perm: [0, 1, 3, 2] }) },
        { op: 'Conv', inputs: ['w'] },
      ),
      weights: [floats('w', [2, 2, 2, 3], numbers(24))],
    },
  ],
  [
    'MaxPool with a ceil_mode that adds windows',
    {
      input: image,
      outputRank: 4,
      nodes: chain({ op: 'MaxPool', attributes: attributes({ kernel_shape: [2, 2], strides: [2, 3], ceil_mode: 1 }) }),
    },
  ],
  [
    'MaxPool with dilations',
    {
      input: image,
      outputRank: 4,
      nodes: chain({ op: 'MaxPool', attributes: attributes({ kernel_shape: [2, 2], dilations: [3, 2] }) }),
    },
  ],
  ['GlobalMaxPool, Flatten', { input: image, nodes: chain({ op: 'GlobalMaxPool' }, { op: 'Flatten' }) }],
  ['GlobalAveragePool of series', { input: [1, 3, 5], outputRank: 3, nodes: chain({ op: 'GlobalAveragePool' }) }],
  [
    'a Conv of every item of a batch that Reshape makes',
    {
      input: [1, 1, 4, 4],
      outputRank: 4,
      nodes: chain(
        { op: 'Reshape', inputs: ['four'] },
        { op: 'Conv', inputs: ['w'] },
        { op: 'Reshape', inputs: ['one'] },
      ),
      weights: [int64s('four', [4, 1, 2, 2]), floats('w', [3, 1, 2, 1], numbers(6)), int64s('one', [1, 12, 1, 2])],
    },
  ],
  // Activations
  ...(['Abs', 'Neg', 'Erf', 'Exp', 'Softsign', 'Sin', 'Cos', 'HardSigmoid'] as const).map(
    (op) => [op, unary(op)] as const,
  ),
  ...(['Log', 'Sqrt', 'Reciprocal'] as const).map((op) => [op, unary(op, {}, 13n, true)] as const),
  ['HardSigmoid of other bounds', unary('HardSigmoid', { alpha: { float: 0.3 }, beta: { float: 0.1 } })],
  ['HardSwish', unary('HardSwish', {}, 14n)],
  ['Mish', unary('Mish', {}, 18n)],
  ['ThresholdedRelu that is Relu', unary('ThresholdedRelu', { alpha: { float: 0 } })],
  ['Celu', unary('Celu')],
  [
    'Clip to bounds',
    {
      input: [1, 6],
      nodes: chain({ op: 'Mul', inputs: ['four'] }, { op: 'Clip', inputs: ['low', 'high'] }),
      weights: [floats('four', [], [4]), floats('low', [], [-0.5]), floats('high', [], [1.5])],
    },
  ],
  [
    'Clip to [-1, 1]',
    {
      input: [1, 6],
      nodes: chain({ op: 'Clip', inputs: ['low', 'high'] }),
      weights: [floats('low', [], [-1]), floats('high', [], [1])],
    },
  ],
  [
    'Clip from above',
    { input: [1, 6], nodes: chain({ op: 'Clip', inputs: ['', 'high'] }), weights: [floats('high', [], [0.2])] },
  ],
  [
    'PRelu with a slope for each channel',
    {
      input: image,
      outputRank: 4,
      nodes: chain({ op: 'PRelu', inputs: ['s'] }),
      weights: [floats('s', [2, 1, 1], [0.25, -1.5])],
    },
  ],
  [
    'PRelu with one slope',
    { input: [1, 6], nodes: chain({ op: 'PRelu', inputs: ['s'] }), weights: [floats('s', [1], [0.25])] },
  ],
  [
    'Softmax over channels',
    { input: image, outputRank: 4, nodes: chain({ op: 'Softmax', attributes: attributes({ axis: 1 }) }) },
  ],
  ['Softmax over columns', { input: image, outputRank: 4, nodes: chain({ op: 'Softmax' }) }],
  [
    'Softmax of old opsets over all units of an image',
    { input: image, opset: 11n, outputRank: 4, nodes: chain({ op: 'Softmax', attributes: attributes({ axis: 1 }) }) },
  ],
  ['LogSoftmax', unary('LogSoftmax')],
  // Arithmetic
  [
    'the product of two branches',
    {
      input: [1, 3],
      nodes: [
        { op: 'Relu', output: 'r' },
        { op: 'Mul', inputs: ['x', 'r'] },
      ],
    },
  ],
  [
    'the quotient of two branches',
    {
      input: [1, 3],
      nodes: [
        { op: 'Exp', output: 'e' },
        { op: 'Div', inputs: ['x', 'e'] },
      ],
    },
  ],
  [
    'a constant divided by units',
    {
      input: [1, 3],
      nodes: [
        { op: 'Exp', output: 'e' },
        { op: 'Div', inputs: ['c', 'e'] },
      ],
      weights: [floats('c', [3], numbers(3))],
    },
  ],
  [
    'Sub of branches that broadcast',
    {
      input: image,
      outputRank: 4,
      nodes: [
        { op: 'GlobalAveragePool', output: 'm' },
        { op: 'Sub', inputs: ['x', 'm'] },
      ],
    },
  ],
  [
    'Sum of three, of which one is constant',
    {
      input: [1, 3],
      nodes: [
        { op: 'Relu', output: 'r' },
        { op: 'Sum', inputs: ['x', 'c', 'r'] },
      ],
      weights: [floats('c', [3], numbers(3))],
    },
  ],
  [
    'Mean of two',
    {
      input: [1, 3],
      nodes: [
        { op: 'Relu', output: 'r' },
        { op: 'Mean', inputs: ['x', 'r'] },
      ],
    },
  ],
  [
    'Max of a branch and a constant',
    { input: [1, 3], nodes: [{ op: 'Max', inputs: ['x', 'c'] }], weights: [floats('c', [3], numbers(3))] },
  ],
  ...[3.4e38, Infinity, 1e10].flatMap((far) =>
    [
      ['Max', -far],
      ['Min', far],
    ].map(([op, bound]): [string, Model] => [
      `${op} of units and numbers, of which one is ${bound}`,
      {
        input: [1, 3],
        nodes: [{ op: String(op), inputs: ['x', 'c'] }],
        weights: [floats('c', [3], [Number(bound), 0.5, 0])],
      },
    ]),
  ),
  [
    'Max of an image and a number for each channel, of which one is far below',
    {
      input: image,
      outputRank: 4,
      nodes: [{ op: 'Max', inputs: ['x', 'c'] }],
      weights: [floats('c', [1, 2, 1, 1], [-3.4e38, 0.1])],
    },
  ],
  ...['Max', 'Min'].map((op): [string, Model] => [
    `${op} of a number and an image`,
    { input: image, outputRank: 4, nodes: [{ op, inputs: ['c', 'x'] }], weights: [floats('c', [1, 1], [0.1])] },
  ]),
  [
    'Min of branches and a constant of an image',
    {
      input: image,
      outputRank: 4,
      nodes: [
        { op: 'Neg', output: 'n' },
        { op: 'Min', inputs: ['x', 'n', 'c'] },
      ],
      weights: [floats('c', [1], [0.1])],
    },
  ],
  [
    'Pow of 2 and of a half',
    {
      input: [1, 3],
      nodes: chain({ op: 'Pow', inputs: ['two'] }, { op: 'Pow', inputs: ['half'] }),
      weights: [floats('two', [], [2]), floats('half', [], [0.5])],
    },
  ],
  [
    'Mul by 0 and then Add',
    {
      input: [1, 2],
      nodes: chain({ op: 'Mul', inputs: ['c'] }, { op: 'Add', inputs: ['b'] }),
      weights: [floats('c', [2], [1, 0]), floats('b', [2], [0.5, 0.25])],
    },
  ],
  // Products of matrices
  [
    'MatMul of every row',
    {
      input: [1, 3, 4],
      outputRank: 3,
      nodes: chain({ op: 'MatMul', inputs: ['w'] }, { op: 'Add', inputs: ['b'] }),
      weights: [floats('w', [4, 5], numbers(20)), floats('b', [5], numbers(5))],
    },
  ],
  [
    'MatMul of the rows of an image',
    {
      input: image,
      outputRank: 4,
      nodes: chain({ op: 'MatMul', inputs: ['w'] }),
      weights: [floats('w', [4, 3], numbers(12))],
    },
  ],
  [
    'MatMul by a constant from the left',
    {
      input: [1, 3, 4],
      outputRank: 3,
      nodes: [{ op: 'MatMul', inputs: ['w', 'x'] }],
      weights: [floats('w', [2, 3], numbers(6))],
    },
  ],
  [
    'MatMul of two branches',
    {
      input: [1, 3, 4],
      outputRank: 3,
      nodes: [
        { op: 'Transpose', output: 't', attributes: attributes({ perm: [0, 2, 1] }) },
        { op: 'MatMul', inputs: ['x', 't'] },
      ],
    },
  ],
  [
    'Einsum that is a product of matrices',
    {
      input: [1, 3, 4],
      outputRank: 3,
      nodes: [{ op: 'Einsum', inputs: ['x', 'w'], attributes: attributes({ equation: 'bij,jk->bik' }) }],
      weights: [floats('w', [4, 2], numbers(8))],
    },
  ],
  // Places
  [
    'Pad with a constant',
    {
      input: image,
      outputRank: 4,
      nodes: chain({ op: 'Pad', inputs: ['p', 'c'] }),
      weights: [int64s('p', [0, 0, 1, 0, 0, 0, 2, 1]), floats('c', [], [0.5])],
    },
  ],
  [
    'Pad by reflection and by edges',
    {
      input: image,
      outputRank: 4,
      nodes: chain(
        { op: 'Pad', inputs: ['p'], attributes: attributes({ mode: 'reflect' }) },
        { op: 'Pad', inputs: ['q'], attributes: attributes({ mode: 'edge' }) },
      ),
      weights: [int64s('p', [0, 0, 2, 1, 0, 0, 1, 3]), int64s('q', [0, 0, 1, 0, 0, 0, 0, 1])],
    },
  ],
  [
    'Pad that crops',
    {
      input: image,
      outputRank: 4,
      nodes: chain({ op: 'Pad', inputs: ['p'] }),
      weights: [int64s('p', [0, 0, -1, 0, 0, 0, 0, -2])],
    },
  ],
  [
    'Slice with steps, backwards',
    {
      input: image,
      outputRank: 4,
      nodes: chain({ op: 'Slice', inputs: ['s', 'e', 'a', 't'] }),
      weights: [int64s('s', [4, 0]), int64s('e', [-6, 3]), int64s('a', [2, 3]), int64s('t', [-2, 1])],
    },
  ],
  [
    'Split into unequal parts, of which one is taken',
    {
      input: image,
      outputRank: 4,
      nodes: [{ op: 'Split', inputs: ['x', 'sizes'], outputs: ['a', 'y'], attributes: attributes({ axis: 2 }) }],
      weights: [int64s('sizes', [2, 3])],
    },
  ],
  [
    'Gather with constant indices',
    {
      input: image,
      outputRank: 4,
      nodes: chain({ op: 'Gather', inputs: ['i'], attributes: attributes({ axis: 3 }) }),
      weights: [int64s('i', [3, 0, -1])],
    },
  ],
  [
    'Expand of a global mean',
    {
      input: image,
      outputRank: 4,
      nodes: chain({ op: 'GlobalAveragePool' }, { op: 'Expand', inputs: ['s'] }),
      weights: [int64s('s', [1, 2, 3, 2])],
    },
  ],
  [
    'Tile',
    { input: image, outputRank: 4, nodes: chain({ op: 'Tile', inputs: ['r'] }), weights: [int64s('r', [1, 2, 1, 3])] },
  ],
  [
    'Squeeze and Unsqueeze',
    {
      input: [1, 1, 5, 4],
      outputRank: 4,
      nodes: chain({ op: 'Squeeze', inputs: ['one'] }, { op: 'Relu' }, { op: 'Unsqueeze', inputs: ['one'] }),
      weights: [int64s('one', [1])],
    },
  ],
  [
    'DepthToSpace both ways',
    {
      input: [1, 8, 2, 3],
      outputRank: 4,
      nodes: chain(
        { op: 'DepthToSpace', attributes: attributes({ blocksize: 2 }) },
        { op: 'SpaceToDepth', attributes: attributes({ blocksize: 2 }) },
        { op: 'DepthToSpace', attributes: attributes({ blocksize: 2, mode: 'CRD' }) },
      ),
    },
  ],
  [
    'a vector that becomes an image',
    {
      input: [1, 24],
      outputRank: 4,
      nodes: chain({ op: 'Reshape', inputs: ['s'] }, { op: 'Conv', inputs: ['w'] }),
      weights: [int64s('s', [1, 2, 3, 4]), floats('w', [2, 2, 2, 2], numbers(16))],
    },
  ],
  ['a flattened image as output', { input: image, nodes: chain({ op: 'Relu' }, { op: 'Flatten' }) }],
  [
    'an output of two axes',
    {
      input: image,
      outputRank: 3,
      nodes: chain({ op: 'Relu' }, { op: 'Reshape', inputs: ['s'] }),
      weights: [int64s('s', [1, 8, 5])],
    },
  ],
  [
    'Concat of flattened branches, weighed',
    {
      input: image,
      nodes: [
        { op: 'Relu', output: 'r' },
        { op: 'Flatten', inputs: ['r'], output: 'f' },
        { op: 'GlobalAveragePool', output: 'm' },
        { op: 'Flatten', inputs: ['m'], output: 'g' },
        { op: 'Concat', inputs: ['f', 'g'], output: 'c', attributes: attributes({ axis: 1 }) },
        { op: 'MatMul', inputs: ['c', 'w'] },
      ],
      weights: [floats('w', [42, 3], numbers(126))],
    },
  ],
  [
    'Concat with a constant',
    {
      input: [1, 3],
      nodes: [{ op: 'Concat', inputs: ['x', 'c'], attributes: attributes({ axis: 1 }) }],
      weights: [floats('c', [1, 2], [5, 6])],
    },
  ],
  // Resizing
  ...(['half_pixel', 'pytorch_half_pixel', 'align_corners', 'asymmetric', 'half_pixel_symmetric'] as const).flatMap(
    (mode) => [
      [
        `Resize to sizes, linear, ${mode}`,
        {
          input: image,
          outputRank: 4,
          nodes: chain({
            op: 'Resize',
            inputs: ['', '', 's'],
            attributes: attributes({ mode: 'linear', coordinate_transformation_mode: mode }),
          }),
          weights: [int64s('s', [1, 2, 7, 9])],
        },
      ] as const,
      [
        `Resize by scales that leave a part of a cell, linear, ${mode}`,
        {
          input: image,
          outputRank: 4,
          nodes: chain({
            op: 'Resize',
            inputs: ['', 's'],
            attributes: attributes({ mode: 'linear', coordinate_transformation_mode: mode }),
          }),
          weights: [floats('s', [4], [1, 1, 1.3, 1.6])],
        },
      ] as const,
      [
        `Resize by scales, nearest, ${mode}`,
        {
          input: image,
          outputRank: 4,
          nodes: chain({
            op: 'Resize',
            inputs: ['', 's'],
            attributes: attributes({ coordinate_transformation_mode: mode, nearest_mode: 'floor' }),
          }),
          weights: [floats('s', [4], [1, 1, 2, 1.5])],
        },
      ] as const,
    ],
  ),
  ...(['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'] as const).map(
    (mode) =>
      [
        `Resize to twice the size, nearest by ${mode}, where places lie half-way between cells`,
        {
          input: image,
          outputRank: 4,
          nodes: chain({
            op: 'Resize',
            inputs: ['', 's'],
            attributes: attributes({ coordinate_transformation_mode: 'asymmetric', nearest_mode: mode }),
          }),
          weights: [floats('s', [4], [1, 1, 2, 2])],
        },
      ] as const,
  ),
  ...(['stretch', 'not_larger', 'not_smaller'] as const).map(
    (policy) =>
      [
        `Resize of two axes to sizes, of which the policy is ${policy}`,
        {
          input: image,
          outputRank: 4,
          opset: 18n,
          nodes: chain({
            op: 'Resize',
            inputs: ['', '', 's'],
            attributes: attributes({ mode: 'linear', axes: [3, 2], keep_aspect_ratio_policy: policy }),
          }),
          weights: [int64s('s', [9, 7])],
        },
      ] as const,
  ),
  [
    'Resize of opset 10',
    {
      input: image,
      opset: 10n,
      outputRank: 4,
      nodes: chain({ op: 'Resize', inputs: ['s'] }),
      weights: [floats('s', [4], [1, 1, 2, 2])],
    },
  ],
  [
    'Upsample',
    {
      input: image,
      opset: 9n,
      outputRank: 4,
      nodes: chain({ op: 'Upsample', inputs: ['s'] }),
      weights: [floats('s', [4], [1, 1, 3, 2])],
    },
  ],
  // Reductions
  ...(
    ['ReduceMean', 'ReduceSum', 'ReduceMax', 'ReduceMin', 'ReduceL1', 'ReduceL2', 'ReduceSumSquare'] as const
  ).flatMap((op) => [
    [`${op} over rows and columns`, reduced(op, [2, 3], 1)] as const,
    [`${op} over channels, without the axis`, reduced(op, [1], 0)] as const,
  ]),
  ['ReduceLogSumExp over columns', reduced('ReduceLogSumExp', [-1], 1)],
  ['ReduceMean over all axes', { input: image, outputRank: 4, nodes: chain({ op: 'Relu' }, { op: 'ReduceMean' }) }],
  // Normalisation
  [
    'BatchNormalization of series',
    {
      input: [1, 3, 4],
      outputRank: 3,
      nodes: chain({ op: 'BatchNormalization', inputs: ['g', 'b', 'm', 'v'] }),
      weights: [
        floats('g', [3], numbers(3)),
        floats('b', [3], numbers(3)),
        floats('m', [3], numbers(3)),
        floats('v', [3], positive(3)),
      ],
    },
  ],
  [
    'InstanceNormalization',
    {
      input: image,
      outputRank: 4,
      nodes: chain({ op: 'InstanceNormalization', inputs: ['g', 'b'] }),
      weights: [floats('g', [2], numbers(2)), floats('b', [2], numbers(2))],
    },
  ],
  [
    'LayerNormalization',
    {
      input: [1, 3, 4],
      opset: 17n,
      outputRank: 3,
      nodes: chain({ op: 'LayerNormalization', inputs: ['g', 'b'] }),
      weights: [floats('g', [4], numbers(4)), floats('b', [4], numbers(4))],
    },
  ],
  // Shapes that are computed
  [
    'the flattening of PyTorch with a dynamic batch',
    {
      input: ['batch', 2, 5, 4],
      nodes: [
        { op: 'Shape', output: 's' },
        { op: 'Gather', inputs: ['s', 'zero'], output: 'n', attributes: attributes({ axis: 0 }) },
        { op: 'Unsqueeze', inputs: ['n', 'axes'], output: 'u' },
        { op: 'Concat', inputs: ['u', 'rest'], output: 'shape', attributes: attributes({ axis: 0 }) },
        { op: 'Reshape', inputs: ['x', 'shape'], output: 'f' },
        { op: 'MatMul', inputs: ['f', 'w'] },
      ],
      weights: [
        { ...int64s('zero', [0]), dims: [] },
        int64s('axes', [0]),
        int64s('rest', [-1]),
        floats('w', [40, 2], numbers(80)),
      ],
    },
  ],
  [
    'sizes that are halved, cast and joined',
    {
      input: image,
      outputRank: 4,
      nodes: [
        { op: 'Shape', output: 's' },
        { op: 'Slice', inputs: ['s', 'two', 'four'], output: 'hw' },
        { op: 'Div', inputs: ['hw', 'halves'], output: 'h' },
        { op: 'Slice', inputs: ['s', 'none', 'two'], output: 'nc' },
        { op: 'Concat', inputs: ['nc', 'h'], output: 'sizes', attributes: attributes({ axis: 0 }) },
        { op: 'Resize', inputs: ['x', '', '', 'sizes'], attributes: attributes({ mode: 'linear' }) },
      ],
      weights: [int64s('two', [2]), int64s('four', [4]), int64s('none', [0]), int64s('halves', [2])],
    },
  ],
  [
    'weights that are computed',
    {
      input: [1, 4],
      nodes: [
        { op: 'Mul', inputs: ['w', 'c'], output: 'cw' },
        { op: 'Tanh', inputs: ['cw'], output: 't' },
        { op: 'MatMul', inputs: ['x', 't'] },
      ],
      weights: [floats('w', [4, 2], numbers(8)), floats('c', [2], numbers(2))],
    },
  ],
  [
    'nodes that come before what they need',
    {
      input: [1, 3],
      nodes: [
        { op: 'Relu', inputs: ['m'] },
        { op: 'MatMul', inputs: ['x', 'w'], output: 'm' },
      ],
      weights: [floats('w', [3, 2], numbers(6))],
    },
  ],
  ...(['half_pixel', 'pytorch_half_pixel', 'align_corners', 'asymmetric'] as const).flatMap((mode) =>
    [0, 1].map(
      (outside) =>
        [
          `Resize to sizes, cubic, ${mode}, ${outside === 0 ? 'with' : 'without'} cells outside`,
          {
            input: image,
            outputRank: 4,
            nodes: chain({
              op: 'Resize',
              inputs: ['', '', 's'],
              attributes: attributes({
                mode: 'cubic',
                coordinate_transformation_mode: mode,
                cubic_coeff_a: { float: outside === 0 ? -0.75 : -0.5 },
                exclude_outside: outside,
              }),
            }),
            weights: [int64s('s', [1, 2, 7, 9])],
          },
        ] as const,
    ),
  ),
];

describe('readOnnx agrees with ONNX Runtime', () => {
  it.each(cases)('on %s', async (title, definition) => {
    const bytes = onnxModel(definition);
    const network = readOnnx(bytes);
    // ONNX Runtime wants nodes in their order.
    const oracle = await OnnxRuntime.load(
      title.startsWith('nodes that come')
        ? onnxModel({ ...definition, nodes: [...definition.nodes].reverse() })
        : bytes,
    );
    for (let i = 0; i < 3; i++) await oracle.expectSame(network, randomArray(random, network.inputSize));
  });
});

describe('readOnnx', () => {
  it.each([
    ['Max', [0, 1, 1]],
    ['Min', [1, 1, 0]],
  ])('reads %s of a value and a number as a clip, with derivative 1 at the number', async (op, slopes) => {
    const bytes = onnxModel({
      input: [1, 3],
      nodes: [{ op, inputs: ['c', 'x'] }],
      weights: [floats('c', [], [0.5])],
    });
    const network = readOnnx(bytes);
    expect(network.nodes.map(({ operation }) => operation.family)).not.toContain('maximum');
    const points = { values: Float64Array.of(0.25, 0.5, 0.75) };
    const sum = { of: network.nodes.length - 1, seeds: Float64Array.of(1, 1, 1), by: -1 };
    expect([...(await new Float64Gradients(network).gradientsAt(points, sum)).gradients]).toEqual(slopes);
  });

  it('reads the output that is named, and lists outputs where there is no such', () => {
    const bytes = onnxModel({
      input: [1, 2],
      nodes: [
        { op: 'Relu', output: 'y' },
        { op: 'Tanh', output: 'z' },
      ],
      outputs: ['y', 'z'],
    });
    expect(readOnnx(bytes).nodes.map(({ layer }) => layer.type)).toEqual(['ReLU']);
    expect(readOnnx(bytes, { output: 'z' }).nodes.map(({ layer }) => layer.type)).toEqual(['Tanh']);
    expect(() => readOnnx(bytes, { output: 'w' })).toThrow("the model has no output 'w'. Its outputs: 'y', 'z'.");
  });

  it('holds other inputs at given values, and asks for them', () => {
    // F = x + relu(u), u = (3, -4).
    const bytes = onnxModel({
      input: [1, 2],
      inputs: { u: [1, 2] },
      nodes: [
        { op: 'Relu', inputs: ['u'], output: 'r' },
        { op: 'Add', inputs: ['x', 'r'] },
      ],
    });
    expect([...readOnnx(bytes, { inputs: { u: [3, -4] } }).evaluate(Float64Array.of(1, 1))]).toEqual([4, 1]);
    expect(() => readOnnx(bytes)).toThrow(
      "the output depends on 2 inputs ('x' of 1x2, 'u' of 1x2); give values for all but the one to explain with the option inputs (--inputs NAME=FILE.npy).",
    );
    expect(() => readOnnx(bytes, { inputs: { u: [3] } })).toThrow("the input 'u' is given 1 values, expected 1x2.");
    expect(() => readOnnx(bytes, { inputs: { v: [3] } })).toThrow(
      "the model has no input 'v' to hold at given values. Its inputs: 'x' of 1x2, 'u' of 1x2.",
    );
  });

  it('takes sizes that the file leaves open from the option inputShape', () => {
    const bytes = onnxModel({ input: ['n', 1, 'h', 'w'], outputRank: 4, nodes: [{ op: 'GlobalAveragePool' }] });
    expect(readOnnx(bytes, { inputShape: [1, 3, 5] }).inputShape).toEqual([3, 5, 1]);
    expect(() => readOnnx(bytes)).toThrow(
      "its input has shape '1x?x?', which leaves sizes open. Say them with the option inputShape (--input-shape 1x224x224).",
    );
  });

  it('takes one item where the file is made for a batch of several, also where Reshape names their number', () => {
    const bytes = onnxModel({
      input: [8, 1, 2, 2],
      nodes: chain({ op: 'Relu' }, { op: 'Reshape', inputs: ['s'] }),
      weights: [int64s('s', [8, 4])],
    });
    expect(readOnnx(bytes).inputShape).toEqual([2, 2, 1]);
  });

  it("takes a first axis as the item's own where nodes do", () => {
    const bytes = onnxModel({
      input: [3, 2],
      nodes: chain({ op: 'MatMul', inputs: ['w'] }, { op: 'Reshape', inputs: ['s'] }),
      weights: [floats('w', [2, 2], [1, 2, 3, 4]), int64s('s', [1, 6])],
    });
    expect(readOnnx(bytes).inputShape).toEqual([3, 2]);
  });

  it('transposes the first input of Gemm', () => {
    // (1 2)' is a column, and of it a row by transA: 1 * 3 + 2 * 4.
    const bytes = onnxModel({
      input: [2, 1],
      nodes: [{ op: 'Gemm', inputs: ['x', 'w'], attributes: attributes({ transA: 1 }) }],
      weights: [floats('w', [2, 1], [3, 4])],
    });
    expect([...readOnnx(bytes).evaluate(Float64Array.of(1, 2))]).toEqual([11]);
  });

  it('computes what depends on shapes and constants alone: no node of ours is left of it', () => {
    const [, { nodes, ...model }] = cases.find(([title]) => title.startsWith('the flattening of PyTorch')) ?? cases[0];
    expect(readOnnx(onnxModel({ nodes, ...model })).nodes.map(({ layer }) => layer.type)).toEqual(['Flatten', 'Dense']);
  });

  it('computes shapes as float32 and whole numbers make them: 49 / 49 is 1, and 10 times 0.7 is 7', () => {
    // 1 / 49 is rounded, and 49 times it is below 1; 0.7 in float32 is below 0.7.
    const bytes = onnxModel({
      input: [1, 7],
      nodes: [
        { op: 'Div', inputs: ['all', 'all'], output: 'one' },
        { op: 'Cast', inputs: ['ten'], output: 'floating', attributes: attributes({ to: 1 }) },
        { op: 'Mul', inputs: ['floating', 'share'], output: 'part' },
        { op: 'Floor', inputs: ['part'], output: 'seven' },
        { op: 'Cast', inputs: ['part'], output: 'whole', attributes: attributes({ to: 7 }) },
        { op: 'Cast', inputs: ['seven'], output: 'size', attributes: attributes({ to: 7 }) },
        { op: 'Concat', inputs: ['one', 'size'], output: 'shape', attributes: attributes({ axis: 0 }) },
        { op: 'Reshape', inputs: ['x', 'shape'], output: 'y1' },
        { op: 'Concat', inputs: ['one', 'whole'], output: 'again', attributes: attributes({ axis: 0 }) },
        { op: 'Reshape', inputs: ['y1', 'again'], output: 'y2' },
        { op: 'Relu', inputs: ['y2'] },
      ],
      weights: [int64s('all', [49]), int64s('ten', [10]), floats('share', [1], [Math.fround(0.7)])],
    });
    expect(readOnnx(bytes).outputShape).toEqual([7]);
  });

  it('takes a number to the type of another one: 1 / 2 of floats is 0.5, and 1.5 as a whole number 1', () => {
    const bytes = onnxModel({
      input: [1, 2],
      opset: 15n,
      nodes: [
        { op: 'CastLike', inputs: ['two', 'x'], output: 'float' },
        { op: 'Div', inputs: ['one', 'float'], output: 'half' },
        { op: 'Add', inputs: ['half', 'half'], output: 'sum' },
        { op: 'Add', inputs: ['sum', 'half'], output: 'more' },
        { op: 'CastLike', inputs: ['more', 'two'], output: 'whole' },
        { op: 'Sub', inputs: ['more', 'whole'], output: 'rest' },
        { op: 'Mul', inputs: ['x', 'rest'] },
      ],
      weights: [int64s('one', [1]), int64s('two', [2])],
    });
    expect([...readOnnx(bytes).evaluate(Float64Array.of(2, 4))]).toEqual([1, 2]);
  });

  it.each([
    ['DCR', [0, 4, 1, 5, 2, 6, 3, 7]],
    ['CRD', [0, 1, 2, 3, 4, 5, 6, 7]],
  ])('takes cells of a block to channels: mode %s', (mode, expected) => {
    // Cells 0 to 3 of the first channel and 4 to 7 of the second, which are row, column, channel here.
    const bytes = onnxModel({
      input: [1, 2, 2, 2],
      outputRank: 4,
      nodes: chain({ op: 'SpaceToDepth', attributes: attributes({ blocksize: 2, mode }) }, { op: 'Relu' }),
    });
    expect([...readOnnx(bytes).evaluate(Float64Array.of(0, 4, 1, 5, 2, 6, 3, 7))]).toEqual(expected);
  });

  it('aligns the second operand at an axis before opset 7, and only if it is said to be broadcast', () => {
    const add = (given: Parameters<typeof attributes>[0]): Uint8Array =>
      onnxModel({
        input: [1, 2, 1, 2],
        opset: 6n,
        outputRank: 4,
        nodes: [{ op: 'Add', inputs: ['x', 'b'], attributes: attributes(given) }],
        weights: [floats('b', [2], [10, 20])],
      });
    // Channels 10 and 20 over two columns: in our order 10, 20, 10, 20.
    expect([...readOnnx(add({ broadcast: 1, axis: 1 })).evaluate(new Float64Array(4))]).toEqual([10, 20, 10, 20]);
    expect([...readOnnx(add({ broadcast: 1 })).evaluate(new Float64Array(4))]).toEqual([10, 10, 20, 20]);
    expect(() => readOnnx(add({}))).toThrow(/before opset 7 they must not, unless broadcast is 1/);
  });

  it.each([
    ['Hardtanh, derivative 0 at bounds', -1, 1, [0, 0]],
    ['ReLU6, derivative 0 at bounds', 0, 6, [0, 0]],
    ['clamp, derivative 1 at bounds', 0, 1, [1, 1]],
  ] as const)('takes Clip as PyTorch exports it: %s', (_, low, high, expected) => {
    const bytes = onnxModel({
      input: [1, 2],
      nodes: [{ op: 'Clip', inputs: ['x', 'low', 'high'] }],
      weights: [floats('low', [], [low]), floats('high', [], [high])],
    });
    const [{ operation }] = readOnnx(bytes).nodes;
    expect(operation).toMatchObject({ thresholds: [low, high], slopesAt: expected });
  });

  it('reads any value that a node gives as the output, and names those before what has no gradient', () => {
    // F = relu(2 x) before its largest place is taken; 'two' does not depend on x.
    const bytes = onnxModel({
      input: [1, 2],
      nodes: [
        { op: 'Add', inputs: ['one', 'one'], output: 'two' },
        { op: 'Mul', inputs: ['x', 'two'], output: 'm' },
        { op: 'Relu', inputs: ['m'], output: 'scores' },
        { op: 'ArgMax', inputs: ['scores'], output: 'y', name: 'best' },
      ],
      weights: [floats('one', [], [1])],
    });
    expect(() => readOnnx(bytes)).toThrow(
      "ArgMax ('best') has no gradient: its values jump. Computed before that, and may be chosen as output: 'scores'.",
    );
    expect([...readOnnx(bytes, { output: 'scores' }).evaluate(Float64Array.of(3, -1))]).toEqual([6, 0]);
  });

  it('names all operators that are not supported, with the nodes and why', () => {
    const nodes = chain(
      { op: 'QuantizeLinear', name: 'q' },
      { op: 'Bernoulli', name: 'again' },
      { op: 'ArgMax', name: 'best' },
      { op: 'Foo', name: 'a' },
    );
    expect(() => readOnnx(onnxModel({ input: [1, 2], nodes }))).toThrow(
      /QuantizeLinear \('q'\) is quantised.* Bernoulli \('again'\) draws random numbers.* ArgMax \('best'\) has no gradient.* Foo \('a'\) is not supported/,
    );
  });
});
