import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, TensorProto_DataType, TensorProtoSchema } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../../src/attribution/index.ts';
import { readOnnx } from '../../../../src/network/readers/index.ts';
import { kindOf } from '../../../helpers/kinds.ts';
import { attributes, floats, int64s, onnxModel, type TinyNode } from '../../../helpers/onnxModels.ts';
import { OnnxRuntime } from '../../../helpers/onnxRuntime.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

type Model = Parameters<typeof onnxModel>[0];
type Weights = NonNullable<Model['weights']>;

const random = seeded(71);
const numbers = (count: number, span = 2): number[] => Array.from(randomArray(random, count, span));
const weights = (name: string, ...shape: number[]) => floats(name, shape, numbers(shape.reduce((a, b) => a * b)));
const whole = (name: string, dims: readonly number[], values: readonly number[], dataType: TensorProto_DataType) => ({
  name,
  dims: dims.map(BigInt),
  dataType,
  int32Data: [...values],
});
const steps = 4;
const units = 6;
const heads = { q_num_heads: 2, kv_num_heads: 2 };
const microsoft = 'com.microsoft';

/** Steps of a series; queries, keys and values are products of these with matrices. */
const ofSteps = (node: TinyNode, more: Weights = [], keys = units, opset = 23n): Model => ({
  input: [1, steps, units],
  outputRank: 3,
  opset,
  nodes: [
    { op: 'MatMul', inputs: ['x', 'wq'], output: 'q' },
    { op: 'MatMul', inputs: ['x', 'wk'], output: 'k' },
    { op: 'MatMul', inputs: ['x', 'wv'], output: 'v' },
    node,
  ],
  weights: [weights('wq', units, units), weights('wk', units, keys), weights('wv', units, keys), ...more],
});
const attention = (given: Parameters<typeof attributes>[0], inputs: readonly string[] = []): TinyNode => ({
  op: 'Attention',
  inputs: ['q', 'k', 'v', ...inputs],
  attributes: attributes({ ...heads, ...given }),
});
const fused = (op: string, inputs: readonly string[], given: Parameters<typeof attributes>[0]): TinyNode => ({
  op,
  domain: microsoft,
  inputs,
  attributes: attributes(given),
});
const packed = (inputs: readonly string[], given: Parameters<typeof attributes>[0], more: Weights = []): Model => ({
  input: [1, steps, units],
  outputRank: 3,
  nodes: [fused('Attention', ['x', 'w', 'b', ...inputs], { num_heads: 2, ...given })],
  weights: [weights('w', units, 3 * units), weights('b', 3 * units), ...more],
});
const lower = Array.from({ length: steps * steps }, (_, i) => Number(i % steps <= Math.floor(i / steps)));

const heads4: readonly (readonly [title: string, Model])[] = [
  ['Attention of heads and units as one axis', ofSteps(attention({}))],
  ['Attention that sees no later step', ofSteps(attention({ is_causal: 1 }))],
  [
    'Attention with a scale and scores within bounds',
    ofSteps(attention({ scale: { float: 0.3 }, softcap: { float: 0.7 } })),
  ],
  ['Attention of heads that share keys and values', ofSteps(attention({ kv_num_heads: 1 }), [], units / 2)],
  ['Attention with numbers added to scores', ofSteps(attention({}, ['m']), [weights('m', 1, 2, steps, steps)])],
  [
    'Attention with a mask of truths',
    ofSteps(attention({}, ['m']), [whole('m', [steps, steps], lower, TensorProto_DataType.BOOL)]),
  ],
  [
    'Attention behind earlier steps, of which no later one is seen',
    ofSteps({ ...attention({ is_causal: 1 }, ['', 'pk', 'pv']), outputs: ['y', 'keys', 'values'] }, [
      weights('pk', 1, 2, 3, units / 2),
      weights('pv', 1, 2, 3, units / 2),
    ]),
  ],
  [
    'Attention of heads as an axis',
    {
      input: [1, 2, 4, 3],
      outputRank: 4,
      opset: 23n,
      nodes: [{ op: 'Attention', inputs: ['x', 'k', 'x'] }],
      weights: [weights('k', 1, 2, 4, 3)],
    },
  ],
  ["ONNX Runtime's Attention", packed([], {})],
  ["ONNX Runtime's Attention that sees no later step", packed([], { unidirectional: 1 })],
  [
    "ONNX Runtime's Attention with a mask",
    packed(['m'], {}, [whole('m', [1, 4], [1, 0, 1, 1], TensorProto_DataType.INT32)]),
  ],
  [
    "ONNX Runtime's Attention of the first steps",
    packed(['m'], { scale: { float: 0.4 } }, [whole('m', [1], [3], TensorProto_DataType.INT32)]),
  ],
  [
    "ONNX Runtime's Attention with numbers added to scores",
    packed(['', '', 'm'], {}, [weights('m', 1, 2, steps, steps)]),
  ],
  ["ONNX Runtime's Attention of parts of several sizes", packed([], { qkv_hidden_sizes: [4, 4, 10] })],
  ['MultiHeadAttention', ofSteps(fused('MultiHeadAttention', ['q', 'k', 'v'], { num_heads: 2 }), [], units, 17n)],
  [
    'MultiHeadAttention with biases and a mask',
    ofSteps(
      fused('MultiHeadAttention', ['q', 'k', 'v', 'b', 'm'], { num_heads: 2 }),
      [weights('b', 3 * units), whole('m', [1, 4], [1, 0, 1, 1], TensorProto_DataType.INT32)],
      units,
      17n,
    ),
  ],
  [
    'SkipLayerNormalization, which gives the sum on',
    ofSteps(
      fused('SkipLayerNormalization', ['q', 'k', 'g', 'b', 'c'], { epsilon: { float: 1e-3 } }),
      [weights('g', units), weights('b', units), weights('c', units)],
      units,
      17n,
    ),
  ],
  [
    'SkipSimplifiedLayerNormalization',
    ofSteps(
      fused('SkipSimplifiedLayerNormalization', ['q', 'k', 'g'], { epsilon: { float: 1e-3 } }),
      [weights('g', units)],
      units,
      17n,
    ),
  ],
  [
    'SimplifiedLayerNormalization',
    {
      input: [1, steps, units],
      outputRank: 3,
      nodes: [{ op: 'SimplifiedLayerNormalization', inputs: ['x', 'g'], attributes: attributes({ axis: -1 }) }],
      weights: [weights('g', units)],
    },
  ],
];

describe('attention agrees with ONNX Runtime and has an exact smooth head', () => {
  it.each(heads4)('%s', async (_, definition) => {
    const bytes = onnxModel(definition);
    const [network, oracle] = [readOnnx(bytes), await OnnxRuntime.load(bytes)];
    for (let i = 0; i < 3; i++) await oracle.expectSame(network, randomArray(random, network.inputSize));
    expect(kindOf(network)).toBe('head');
    const [input, baseline] = [randomArray(random, network.inputSize), randomArray(random, network.inputSize)];
    const [answer] = await explain(network, { method: 'integrated_gradients', input, baseline, target: 5 });
    expect(answer.completeness?.gap).toBeLessThan(1e-9);
  });
});

it('counts earlier steps by what is held of them, however many keys there are', () => {
  const keys = ['k', 'v'].map((of): TinyNode => ({
    op: 'Slice',
    inputs: [of, 'begin', 'end', 'axis'],
    output: `${of}s`,
  }));
  const held = [weights('pk', 1, 2, 3, units / 2), weights('pv', 1, 2, 3, units / 2)];
  const ends = [int64s('begin', [0]), int64s('end', [2]), int64s('axis', [1])];
  // Of 3 earlier steps and 2 new ones query i sees those up to 3 + i.
  const mask = whole('m', [steps, 5], [1, 1, 1, 1, 0, ...new Array<number>(15).fill(1)], TensorProto_DataType.BOOL);
  const { nodes, weights: matrices = [], ...model } = ofSteps(attention({}), [...held, ...ends, mask]);
  const by = (given: Parameters<typeof attributes>[0], m: string) =>
    readOnnx(
      onnxModel({
        ...model,
        weights: matrices,
        nodes: [
          ...nodes.slice(0, 3),
          ...keys,
          { ...attention(given, [m, 'pk', 'pv']), inputs: ['q', 'ks', 'vs', m, 'pk', 'pv'] },
        ],
      }),
    );
  const x = randomArray(random, steps * units);
  expect([...by({ is_causal: 1 }, '').evaluate(x)]).toEqual([...by({}, 'm').evaluate(x)]);
});

it('takes what a mask is held at for truths if the file says so', () => {
  const held = fromBinary(ModelProtoSchema, onnxModel({ ...ofSteps(attention({}, ['m'])), inputs: { m: [4, 4] } }));
  const type = held.graph?.input[1].type;
  if (type?.value.case === 'tensorType') type.value.value.elemType = TensorProto_DataType.BOOL;
  const written = fromBinary(ModelProtoSchema, toBinary(ModelProtoSchema, held));
  written.graph?.input.pop();
  written.graph?.initializer.push(
    create(TensorProtoSchema, whole('m', [steps, steps], lower, TensorProto_DataType.BOOL)),
  );
  const x = randomArray(random, steps * units);
  const [a, b] = [
    readOnnx(toBinary(ModelProtoSchema, held), { inputs: { m: lower } }),
    readOnnx(toBinary(ModelProtoSchema, written)),
  ];
  expect([...a.evaluate(x)]).toEqual([...b.evaluate(x)]);
});

const angles = numbers(7 * 2);
const tables = [floats('cos', [7, 2], angles.map(Math.cos)), floats('sin', [7, 2], angles.map(Math.sin))];
const rotated = (inputs: readonly string[], given: Parameters<typeof attributes>[0]): TinyNode => ({
  op: 'RotaryEmbedding',
  inputs,
  attributes: attributes(given),
});
const rows = { ...int64s('rows', [0, 5, 2]), dims: [1n, 3n] };

describe('RotaryEmbedding agrees with ONNX Runtime and is linear', () => {
  it.each(
    [0, 1].flatMap(
      (interleaved) =>
        [
          [
            'rows of tables',
            interleaved,
            [1, 2, 3, 4],
            rotated(['x', 'cos', 'sin', 'rows'], { interleaved }),
            [...tables, rows],
          ],
          [
            'heads and units as one axis',
            interleaved,
            [1, 3, 8],
            rotated(['x', 'cos', 'sin', 'rows'], { interleaved, num_heads: 2 }),
            [...tables, rows],
          ],
          [
            'some of the units, all rows',
            interleaved,
            [1, 2, 7, 6],
            rotated(['x', 'cos', 'sin'], { interleaved, rotary_embedding_dim: 4 }),
            tables.map((table) => ({ ...table, dims: [1n, 7n, 2n] })),
          ],
          [
            "rows from one on, as ONNX Runtime's",
            interleaved,
            [1, 2, 3, 4],
            fused('RotaryEmbedding', ['x', 'first', 'cos', 'sin'], { interleaved }),
            [...tables, int64s('first', [2])],
          ],
        ] as const,
    ),
  )('%s, alternating %i', async (_, __, input, node, more) => {
    const bytes = onnxModel({ input, outputRank: input.length, opset: 23n, nodes: [node], weights: [...more] });
    const [network, oracle] = [readOnnx(bytes), await OnnxRuntime.load(bytes)];
    await oracle.expectSame(network, randomArray(random, network.inputSize));
    expect(kindOf(network)).toBe('exact');
  });
});

it.each([
  [
    'with an output of scores',
    { ...attention({}), outputs: ['y', 'a', 'b', 'scores'] },
    [],
    'its output of scores is not supported',
  ],
  ['with no heads', attention({ q_num_heads: 4 }), [], 'its input 1x4x6 has no units for 4 heads.'],
  [
    'with a mask that hides all keys',
    attention({}, ['m']),
    [whole('m', [steps, steps], [1, 0, 0, 0, ...new Array<number>(12).fill(0)], TensorProto_DataType.BOOL)],
    'its mask hides all 4 keys from query 1.',
  ],
  [
    'with a mask that hides all keys that are not later',
    attention({ is_causal: 1 }, ['m']),
    [whole('m', [steps, steps], [0, 1, 1, 1, ...new Array<number>(12).fill(1)], TensorProto_DataType.BOOL)],
    'its mask hides all 4 keys from query 0.',
  ],
  [
    'rotated before it at steps of another number',
    rotated(['x', 'cos', 'sin', 'rows'], { num_heads: 2 }),
    [...tables, { ...int64s('rows', [0, 1]), dims: [1n, 2n] }],
    'it says which 2 steps its input is of, and that has 4.',
  ],
  [
    'rotated before it by angles of several items',
    rotated(['x', 'cos', 'sin'], { num_heads: 2 }),
    ['cos', 'sin'].map((name) => floats(name, [2, 4, 1], numbers(8))),
    'its angles 2x4x1 are of several items, expected one.',
  ],
])('attention %s is refused', (_, node, more, message) => {
  const outputs = node.outputs === undefined ? ['y'] : ['y', 'scores'];
  const bytes = onnxModel({ ...ofSteps(node, more), outputs });
  expect(() => readOnnx(bytes, { output: outputs.at(-1) ?? 'y' })).toThrow(message);
});
