import { create } from '@bufbuild/protobuf';
import { AttributeProto_AttributeType, AttributeProtoSchema, GraphProtoSchema, NodeProtoSchema } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { readOnnx } from '../../../../src/network/readers/index.ts';
import { attributes, floats, int64s, onnxModel, type TinyNode } from '../../../helpers/onnxModels.ts';
import { OnnxRuntime } from '../../../helpers/onnxRuntime.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

type Model = Parameters<typeof onnxModel>[0];

const random = seeded(11);
const numbers = (count: number): number[] => Array.from(randomArray(random, count));
type More = Partial<Model> & { readonly takes?: readonly string[]; readonly attributes?: TinyNode['attributes'] };
/** One operator of `x` and of the constants that it takes. */
const model = (op: string, input: number[], { takes = [], attributes: given, ...more }: More = {}): Model => ({
  input,
  outputRank: input.length,
  ...more,
  nodes: [{ op, inputs: ['x', ...takes], ...(given && { attributes: given }) }],
});
const indices = (name: string, dims: number[], values: number[]) => ({
  ...int64s(name, values),
  dims: dims.map(BigInt),
});
const image = [1, 4, 3, 5];

const cases: readonly (readonly [title: string, Model])[] = [
  ['Celu with alpha 0.5', model('Celu', [1, 6], { attributes: attributes({ alpha: { float: 0.5 } }) })],
  [
    'Pow by one exponent for each unit',
    model('Pow', [1, 4], { takes: ['e'], weights: [floats('e', [4], [1, 2, 3, 2])] }),
  ],
  [
    'Pow by exponents that broadcast over an image',
    model('Pow', image, { takes: ['e'], weights: [floats('e', [4, 1, 1], [1, 2, 3, 2])] }),
  ],
  [
    'Pow of a constant',
    { input: [1, 3], nodes: [{ op: 'Pow', inputs: ['b', 'x'] }], weights: [floats('b', [1], [2.5])] },
  ],
  ['ReduceLogSumExp over two axes', model('ReduceLogSumExp', image, { attributes: attributes({ axes: [1, 3] }) })],
  [
    'ReduceLogSumExp over all cells',
    model('ReduceLogSumExp', image, { attributes: attributes({ axes: [2, 3], keepdims: 0 }), outputRank: 2 }),
  ],
  ['ReduceProd over channels', model('ReduceProd', image, { attributes: attributes({ axes: [1] }) })],
  [
    'ReduceLogSum of positive numbers',
    {
      input: [1, 2, 3],
      outputRank: 3,
      nodes: [
        { op: 'Exp', output: 'e' },
        { op: 'ReduceLogSum', inputs: ['e'], attributes: attributes({ axes: [2] }) },
      ],
    },
  ],
  [
    'CumSum of a series',
    model('CumSum', [1, 2, 5], { takes: ['axis'], weights: [{ ...int64s('axis', [2]), dims: [] }] }),
  ],
  [
    'CumSum of channels, exclusive and from behind',
    model('CumSum', image, {
      takes: ['axis'],
      weights: [{ ...int64s('axis', [1]), dims: [] }],
      attributes: attributes({ exclusive: 1, reverse: 1 }),
    }),
  ],
  ['LpNormalization by the sum of squares', model('LpNormalization', [1, 5])],
  [
    'LpNormalization of channels by absolute values',
    model('LpNormalization', image, { attributes: attributes({ axis: 1, p: 1 }) }),
  ],
  [
    'GroupNormalization, scaled by channel',
    model('GroupNormalization', image, {
      takes: ['s', 'b'],
      opset: 21n,
      attributes: attributes({ num_groups: 2 }),
      weights: [floats('s', [4], numbers(4)), floats('b', [4], numbers(4))],
    }),
  ],
  ['MeanVarianceNormalization', model('MeanVarianceNormalization', image)],
  [
    'GatherElements',
    model('GatherElements', [1, 2, 3], {
      takes: ['i'],
      attributes: attributes({ axis: 2 }),
      weights: [indices('i', [1, 2, 2], [2, 0, -1, 1])],
    }),
  ],
  [
    'GatherND of blocks',
    model('GatherND', [1, 3, 2], { takes: ['i'], weights: [indices('i', [1, 2, 2], [0, 2, 0, 0])] }),
  ],
  [
    'ScatterND: a slice of the input is assigned to',
    {
      input: [1, 3, 2],
      outputRank: 3,
      nodes: [
        { op: 'Relu', output: 'r' },
        { op: 'Slice', inputs: ['r', 'from', 'to', 'axes'], output: 'u' },
        { op: 'ScatterND', inputs: ['x', 'i', 'u'] },
      ],
      weights: [indices('i', [1, 1, 2], [0, 2]), int64s('from', [0]), int64s('to', [1]), int64s('axes', [1])],
    },
  ],
  [
    'ScatterND of constants into the input',
    model('ScatterND', [1, 3, 2], {
      takes: ['i', 'u'],
      weights: [indices('i', [2, 3], [0, 2, 1, 0, 0, 0]), floats('u', [2], [5, 7])],
    }),
  ],
  [
    'ScatterElements of the input into constants',
    {
      input: [1, 3],
      nodes: [{ op: 'ScatterElements', inputs: ['c', 'i', 'x'], attributes: attributes({ axis: 1 }) }],
      weights: [floats('c', [1, 5], numbers(5)), indices('i', [1, 3], [4, 0, -2])],
    },
  ],
  ['Trilu above the diagonal', model('Trilu', [1, 3, 3], { opset: 14n })],
  [
    'Trilu below a shifted one',
    model('Trilu', [1, 3, 4], {
      opset: 14n,
      takes: ['k'],
      attributes: attributes({ upper: 0 }),
      weights: [{ ...int64s('k', [-1]), dims: [] }],
    }),
  ],
  [
    'a matrix by EyeLike, and places by NonZero',
    {
      input: [1, 3],
      nodes: [
        { op: 'EyeLike', inputs: ['square'], output: 'eye', attributes: attributes({ k: 1 }) },
        { op: 'MatMul', inputs: ['x', 'eye'], output: 'm' },
        { op: 'NonZero', inputs: ['mask'], output: 'places' },
        { op: 'Squeeze', inputs: ['places', 'first'], output: 'list' },
        { op: 'Gather', inputs: ['m', 'list'], attributes: attributes({ axis: 1 }) },
      ],
      weights: [floats('square', [3, 3], numbers(9)), floats('mask', [3], [0, 1, 1]), int64s('first', [0])],
    },
  ],
  [
    'Round, Sign and Xor of constants',
    {
      input: [1, 4],
      nodes: [
        { op: 'Round', inputs: ['halves'], output: 'r' },
        { op: 'Sign', inputs: ['halves'], output: 's' },
        { op: 'Add', inputs: ['r', 's'], output: 't' },
        { op: 'Mul', inputs: ['x', 't'] },
      ],
      weights: [floats('halves', [4], [0.5, 1.5, -2.5, -0.4])],
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

  it('on Swish with alpha 2, which is x sigmoid(2 x)', () => {
    const swish = (alpha: number) =>
      readOnnx(
        onnxModel({ input: [1, 2], nodes: [{ op: 'Swish', attributes: attributes({ alpha: { float: alpha } }) }] }),
      );
    const x = [0.5, -1.25];
    const expected = x.map((at) => at / (1 + Math.exp(-2 * at)));
    swish(2)
      .evaluate(Float64Array.from(x))
      .forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i], 14);
      });
    expect([...swish(0).evaluate(Float64Array.from(x))]).toEqual([0.25, -0.625]);
  });
});

describe('If', () => {
  const branch = (op: string) => ({
    node: [create(NodeProtoSchema, { opType: op, input: ['v'], output: [`${op}_out`] })],
    output: [{ name: `${op}_out` }],
  });
  /** `v = 2 x`; PyTorch writes so what depends on a size: here whether axis 1 has 1 place. */
  const choosing = (size: number, condition = 'is'): Uint8Array =>
    onnxModel({
      input: [1, size],
      nodes: [
        { op: 'Add', inputs: ['x', 'x'], output: 'v' },
        { op: 'Shape', output: 'sizes' },
        { op: 'Gather', inputs: ['sizes', 'axis'], output: 'size' },
        { op: 'Equal', inputs: ['size', 'one'], output: 'is' },
        {
          op: 'If',
          name: 'choose',
          inputs: [condition],
          attributes: [['then_branch', branch('Neg')] as const, ['else_branch', branch('Relu')] as const].map(
            ([name, graph]) =>
              create(AttributeProtoSchema, {
                name,
                type: AttributeProto_AttributeType.GRAPH,
                g: create(GraphProtoSchema, graph),
              }),
          ),
        },
      ],
      weights: [
        { ...int64s('axis', [1]), dims: [] },
        { ...int64s('one', [1]), dims: [] },
      ],
    });

  it('by a constant condition is the branch that is taken, whose nodes may take values from around it', () => {
    expect([...readOnnx(choosing(1)).evaluate(Float64Array.of(3))]).toEqual([-6]);
    const relu = readOnnx(choosing(2));
    expect([...relu.evaluate(Float64Array.of(3, -1))]).toEqual([6, 0]);
    expect(relu.nodes.map(({ name }) => name)).toEqual(['Add_0', 'choose/Relu_0']);
  });

  it('by a computed one is refused', () => {
    expect(() => readOnnx(choosing(2, 'v'))).toThrow(
      "node 'choose' (If): it chooses what to compute by what is computed; export the model without it.",
    );
  });
});

describe('what is computed', () => {
  it.each(['Round', 'NonZero'])('does not pass %s, which has no gradient', (op) => {
    expect(() => readOnnx(onnxModel({ input: [1, 2], nodes: [{ op, name: 'jump' }] }))).toThrow(
      `node 'jump' (${op}): its input 'x' is computed, and through this operator no gradient passes. Choose an output before it.`,
    );
  });

  it('is not expanded to a size that it neither has nor can be repeated to', () => {
    const nodes = [{ op: 'Expand', inputs: ['x', 'to'] }];
    expect(() => readOnnx(onnxModel({ input: [1, 3], nodes, weights: [int64s('to', [1, 2])] }))).toThrow(
      'its inputs 1x3 and 1x2 do not broadcast to one shape.',
    );
  });

  it('of a single axis has no batch in it, whatever its size', () => {
    // Reshape to 2 x 2 would be to 1 x 2, were the first axis a batch of two items.
    const nodes = [
      { op: 'Reshape', inputs: ['x', 'to'], output: 'r' },
      { op: 'ReduceSum', inputs: ['r', 'axes'] },
    ];
    const network = readOnnx(
      onnxModel({ input: [4], outputRank: 2, nodes, weights: [int64s('to', [4, 1]), int64s('axes', [0])] }),
    );
    expect([...network.evaluate(Float64Array.of(1, 2, 3, 4))]).toEqual([10]);
  });
});
