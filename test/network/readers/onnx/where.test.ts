import { TensorProto_DataType } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../../src/attribution/index.ts';
import { readOnnx } from '../../../../src/network/readers/index.ts';
import { attributes, floats, onnxModel, type TinyNode } from '../../../helpers/onnxModels.ts';
import { kindOf } from '../../../helpers/kinds.ts';
import { OnnxRuntime } from '../../../helpers/onnxRuntime.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

type Model = Parameters<typeof onnxModel>[0];

const random = seeded(32);
const numbers = (count: number): number[] => Array.from(randomArray(random, count));
const mask = (dims: readonly number[], values: readonly number[]) => ({
  name: 'mask',
  dims: dims.map(BigInt),
  dataType: TensorProto_DataType.BOOL,
  int32Data: [...values],
});
const scalar = (name: string, value: number) => floats(name, [], [value]);
/** A function of three units by nodes from `v` to `y`. */
const ofUnits = (nodes: readonly TinyNode[], weights: readonly ReturnType<typeof floats>[]): Model => ({
  input: [1, 3],
  nodes: [{ op: 'MatMul', inputs: ['x', 'w'], output: 'v' }, ...nodes],
  weights: [floats('w', [3, 3], numbers(9)), ...weights],
});
const softShrink: TinyNode[] = [
  { op: 'Less', inputs: ['v', 'low'], output: 'below' },
  { op: 'Add', inputs: ['v', 'half'], output: 'raised' },
  { op: 'Where', inputs: ['below', 'raised', 'zero'], output: 'left' },
  { op: 'Greater', inputs: ['v', 'half'], output: 'above' },
  { op: 'Sub', inputs: ['v', 'half'], output: 'lowered' },
  { op: 'Where', inputs: ['above', 'lowered', 'left'] },
];

const exact: readonly (readonly [title: string, Model])[] = [
  [
    'a constant condition between two tensors, by broadcast',
    {
      input: [1, 2, 3],
      outputRank: 3,
      nodes: [
        { op: 'Relu', output: 'r' },
        { op: 'Where', inputs: ['mask', 'x', 'r'] },
      ],
      weights: [mask([3], [1, 0, 1])],
    },
  ],
  [
    'a constant condition between channels of an image and a number',
    {
      input: [1, 2, 3, 2],
      outputRank: 4,
      nodes: [{ op: 'Where', inputs: ['mask', 'c', 'x'] }],
      weights: [mask([2, 1, 1], [1, 0]), scalar('c', 0.75)],
    },
  ],
  [
    'numbers in the place of what is missing or infinite, of the input and of constants',
    {
      input: [1, 4],
      nodes: [
        { op: 'IsNaN', output: 'missing' },
        { op: 'Where', inputs: ['missing', 'means', 'x'], output: 'there' },
        { op: 'IsInf', inputs: ['there'], output: 'infinite', attributes: attributes({ detect_negative: 0 }) },
        { op: 'Where', inputs: ['infinite', 'means', 'there'], output: 'finite' },
        { op: 'IsNaN', inputs: ['c'], output: 'gaps' },
        { op: 'Where', inputs: ['gaps', 'means', 'c'], output: 'whole' },
        { op: 'IsInf', inputs: ['whole'], output: 'above', attributes: attributes({ detect_negative: 0 }) },
        { op: 'Where', inputs: ['above', 'means', 'whole'], output: 'bounded' },
        { op: 'IsInf', inputs: ['bounded'], output: 'below' },
        { op: 'Where', inputs: ['below', 'means', 'bounded'], output: 'factors' },
        { op: 'Mul', inputs: ['finite', 'factors'] },
      ],
      weights: [floats('means', [4], numbers(4)), floats('c', [4], [NaN, 2, Infinity, -Infinity])],
    },
  ],
  [
    'a slope below 0, by a comparison',
    ofUnits(
      [
        { op: 'Greater', inputs: ['v', 'zero'], output: 'above' },
        { op: 'Mul', inputs: ['v', 'slope'], output: 'small' },
        { op: 'Where', inputs: ['above', 'v', 'small'] },
      ],
      [scalar('zero', 0), scalar('slope', 0.1)],
    ),
  ],
  [
    'a threshold that stands on the left',
    ofUnits(
      [
        { op: 'GreaterOrEqual', inputs: ['t', 'v'], output: 'below' },
        { op: 'Where', inputs: ['below', 't', 'v'] },
      ],
      [scalar('t', 0.25)],
    ),
  ],
  [
    'pieces that meet more than once: a soft shrinkage',
    ofUnits(softShrink, [scalar('low', -0.5), scalar('half', 0.5), scalar('zero', 0)]),
  ],
  [
    'an activation on one side',
    ofUnits(
      [
        { op: 'LessOrEqual', inputs: ['v', 'one'], output: 'below' },
        { op: 'Relu', inputs: ['v'], output: 'relu' },
        { op: 'Where', inputs: ['below', 'relu', 'one'] },
      ],
      [scalar('one', 1)],
    ),
  ],
  [
    'slopes below 0 that are different from unit to unit',
    ofUnits(
      [
        { op: 'Greater', inputs: ['v', 'zero'], output: 'above' },
        { op: 'Mul', inputs: ['v', 'slopes'], output: 'small' },
        { op: 'Where', inputs: ['above', 'v', 'small'] },
      ],
      [scalar('zero', 0), floats('slopes', [3], [0.1, 0.3, -0.2])],
    ),
  ],
  [
    'thresholds that are different from channel to channel',
    {
      input: [1, 2, 3, 2],
      outputRank: 4,
      nodes: [
        { op: 'Less', inputs: ['x', 't'], output: 'below' },
        { op: 'Where', inputs: ['below', 't', 'x'] },
      ],
      weights: [floats('t', [2, 1, 1], [0.25, -0.5])],
    },
  ],
  [
    'the larger one of two tensors',
    ofUnits(
      [
        { op: 'MatMul', inputs: ['v', 'w'], output: 'u' },
        { op: 'Greater', inputs: ['u', 'v'], output: 'above' },
        { op: 'Where', inputs: ['above', 'u', 'v'] },
      ],
      [],
    ),
  ],
  [
    'pieces of units that are different from unit to unit, one in the other',
    ofUnits(
      [
        { op: 'GreaterOrEqual', inputs: ['v', 'high'], output: 'above' },
        { op: 'LessOrEqual', inputs: ['v', 'low'], output: 'below' },
        { op: 'Where', inputs: ['below', 'low', 'v'], output: 'raised' },
        { op: 'Where', inputs: ['above', 'high', 'raised'] },
      ],
      [floats('low', [3], [-0.5, -0.25, 0]), floats('high', [3], [0.5, 1, 0.25])],
    ),
  ],
];

describe('Where agrees with ONNX Runtime and is piecewise linear', () => {
  it.each(exact)('by %s', async (_, definition) => {
    const bytes = onnxModel(definition);
    const [network, oracle] = [readOnnx(bytes), await OnnxRuntime.load(bytes)];
    for (let i = 0; i < 5; i++) await oracle.expectSame(network, randomArray(random, network.inputSize, 2));
    expect(network.nodes.map(({ operation }) => operation.family)).not.toContain('smooth');
  });
});

/** Units beside a number, one of two functions of which is chosen. */
const chosen = (op: string, of: string, yes: string, no: string): TinyNode[] => [
  { op, inputs: [of, 'one'], output: 'holds' },
  { op: 'Where', inputs: ['holds', yes, no] },
];
const smooth: readonly (readonly [title: string, nodes: TinyNode[]])[] = [
  [
    'an exponential linear unit',
    [
      { op: 'Sub', inputs: ['v', 'one'], output: 'less' },
      { op: 'Exp', inputs: ['less'], output: 'exp' },
      ...chosen('Greater', 'v', 'v', 'exp'),
    ],
  ],
  [
    "Huber's loss, by a comparison of magnitudes",
    [
      { op: 'Abs', inputs: ['v'], output: 'a' },
      { op: 'Mul', inputs: ['v', 'v'], output: 'square' },
      { op: 'Mul', inputs: ['square', 'half'], output: 'parabola' },
      { op: 'Sub', inputs: ['a', 'half'], output: 'wedge' },
      ...chosen('Less', 'a', 'parabola', 'wedge'),
    ],
  ],
  [
    'what is multiplied by a gate, which other units open, or the gate itself',
    [
      { op: 'MatMul', inputs: ['x', 'w2'], output: 'u' },
      { op: 'Sigmoid', inputs: ['u'], output: 'gate' },
      { op: 'Mul', inputs: ['v', 'gate'], output: 'product' },
      ...chosen('GreaterOrEqual', 'v', 'product', 'gate'),
    ],
  ],
  [
    'a number above, for each unit another, and below what comes to it',
    [
      { op: 'Sub', inputs: ['v', 'each'], output: 'd' },
      { op: 'Mul', inputs: ['d', 'd'], output: 'square' },
      { op: 'Sub', inputs: ['each', 'square'], output: 'below' },
      { op: 'Greater', inputs: ['v', 'each'], output: 'holds' },
      { op: 'Where', inputs: ['holds', 'each', 'below'] },
    ],
  ],
  [
    'a jump that another choice hides',
    [
      { op: 'Mul', inputs: ['v', 'v'], output: 'square' },
      { op: 'Less', inputs: ['v', 'half'], output: 'low' },
      { op: 'Where', inputs: ['low', 'one', 'square'], output: 'jumping' },
      ...chosen('Less', 'v', 'v', 'jumping'),
    ],
  ],
  [
    'squares where one unit is more than another, else their product',
    [
      { op: 'MatMul', inputs: ['x', 'w2'], output: 'u' },
      { op: 'Mul', inputs: ['u', 'u'], output: 'square' },
      { op: 'Mul', inputs: ['u', 'v'], output: 'product' },
      { op: 'Greater', inputs: ['u', 'v'], output: 'holds' },
      { op: 'Where', inputs: ['holds', 'square', 'product'] },
    ],
  ],
];

it.each(smooth)('Where chooses between smooth functions that meet, and has an exact head: %s', async (_, nodes) => {
  const bytes = onnxModel(
    ofUnits(nodes, [
      scalar('one', 1),
      scalar('half', 0.5),
      floats('w2', [3, 3], numbers(9)),
      floats('each', [3], [0.5, -1, 0]),
    ]),
  );
  const [network, oracle] = [readOnnx(bytes), await OnnxRuntime.load(bytes)];
  for (let i = 0; i < 5; i++) await oracle.expectSame(network, randomArray(random, 3, 3));
  expect(kindOf(network)).toBe('head');
  const input = randomArray(random, 3, 4);
  const baseline = input.map((x) => -x);
  const answers = await explain(network, { method: 'integrated_gradients', input, baseline, target: [0, 1, 2] });
  expect(Math.max(...answers.map(({ completeness }) => completeness?.gap ?? NaN))).toBeLessThan(1e-9);
  // Where a unit passes what it is compared with a region ends.
  expect(answers[0].regions).toBeGreaterThan(1);
});

// Half of the units go back to where they do not bend: were they there 0 but for rounding, the choice would be wrong.
it('Where chooses rightly between smooth functions of many units all along a line', async () => {
  const units = 64;
  const bytes = onnxModel({
    input: [1, 3],
    nodes: [
      { op: 'MatMul', inputs: ['x', 'w'], output: 'v' },
      { op: 'Exp', inputs: ['v'], output: 'exp' },
      { op: 'Sub', inputs: ['exp', 'one'], output: 'less' },
      { op: 'Greater', inputs: ['v', 'zero'], output: 'holds' },
      { op: 'Where', inputs: ['holds', 'v', 'less'], output: 'elu' },
      { op: 'MatMul', inputs: ['elu', 'last'] },
    ],
    weights: [
      floats('w', [3, units], numbers(3 * units)),
      floats('last', [units, 1], numbers(units)),
      scalar('zero', 0),
      scalar('one', 1),
    ],
  });
  const [input, baseline] = [Float64Array.of(2, -1, 3), Float64Array.of(-1, 3, 2)];
  const [answer] = await explain(readOnnx(bytes), { method: 'integrated_gradients', input, baseline, target: 0 });
  expect(answer.completeness?.gap).toBeLessThan(1e-12);
  expect(answer.regions).toBeGreaterThan(units / 4);
});

it.each([
  ['other units alone', { op: 'MatMul', inputs: ['x', 'w2'], output: 'u' }],
  ['all units', { op: 'Softmax', inputs: ['v'], output: 'u' }],
] as const)('Where that chooses from functions of %s is refused', (_, node) => {
  const bytes = onnxModel(
    ofUnits([node, ...chosen('Greater', 'v', 'v', 'u')], [scalar('one', 1), floats('w2', [3, 3], numbers(9))]),
  );
  expect(() => readOnnx(bytes)).toThrow('are not known to be the same where that turns: what a jump adds is in no');
});

it.each([
  { op: 'Where', inputs: ['mask', 'x', 'none'], output: 's' },
  { op: 'Add', inputs: ['x', 'added'], output: 's' },
])('attention is masked by minus infinity, by $op', async (masking) => {
  const bytes = onnxModel({
    input: [1, 3, 3],
    outputRank: 3,
    nodes: [masking, { op: 'Softmax', inputs: ['s'], attributes: attributes({ axis: 2 }) }],
    weights: [
      mask([3, 3], [1, 0, 0, 1, 1, 0, 1, 1, 1]),
      scalar('none', -Infinity),
      floats('added', [3, 3], [0, -Infinity, -Infinity, 0, 0, -Infinity, 0, 0, 0]),
    ],
  });
  await (await OnnxRuntime.load(bytes)).expectSame(readOnnx(bytes), randomArray(random, 9));
});

it('gives zeros where two masks of minus infinity together leave nothing in a row', async () => {
  const bytes = onnxModel({
    input: [1, 2, 2],
    outputRank: 3,
    nodes: [
      { op: 'Add', inputs: ['causal', 'padding'], output: 'bias' },
      { op: 'ReduceMax', inputs: ['bias'], output: 'largest', attributes: attributes({ axes: [1] }) },
      { op: 'Equal', inputs: ['largest', 'nothing'], output: 'masked' },
      { op: 'Add', inputs: ['x', 'bias'], output: 'scores' },
      { op: 'Softmax', inputs: ['scores'], output: 'p' },
      { op: 'Where', inputs: ['masked', 'zero', 'p'] },
    ],
    weights: [
      floats('causal', [2, 2], [0, -Infinity, 0, 0]),
      floats('padding', [2, 2], [-Infinity, 0, -Infinity, 0]),
      scalar('nothing', -Infinity),
      scalar('zero', 0),
    ],
  });
  const network = readOnnx(bytes);
  await (await OnnxRuntime.load(bytes)).expectSame(network, randomArray(random, 4));
  expect([...network.evaluate(Float64Array.of(1, 2, 3, 4))]).toEqual([0, 0, 0, 1]);
});

it.each([
  ['Equal', [2, 4]],
  ['Less', [2, 4]],
  ['Greater', [1, 2]],
])('takes what is computed for finite: by %s with minus infinity', (op, expected) => {
  const network = readOnnx(
    onnxModel({
      input: [1, 2],
      nodes: [
        { op, inputs: ['x', 'nothing'], output: 'holds' },
        { op: 'Where', inputs: ['holds', 'zero', 'x'], output: 'w' },
        { op: 'Add', inputs: ['w', 'x'] },
      ],
      weights: [scalar('nothing', -Infinity), scalar('zero', 0)],
    }),
  );
  expect([...network.evaluate(Float64Array.of(1, 2))]).toEqual(expected);
});

describe('a comparison', () => {
  const stepped = (op: string, yes: string, no: string): Model => ({
    input: [1, 1],
    nodes: [
      { op, inputs: ['x', 'zero'], output: 'holds' },
      { op: 'Mul', inputs: ['x', 'slope'], output: 'small' },
      { op: 'Exp', output: 'exp' },
      { op: 'Where', inputs: ['holds', yes, no] },
    ],
    weights: [scalar('zero', 0), scalar('slope', 0.1), scalar('one', 1)],
  });

  it.each([
    ['Greater', 0.1],
    ['GreaterOrEqual', 1],
  ])('has the derivative of the side that it chooses at the threshold: %s', (op, slope) => {
    const [{ operation }] = readOnnx(onnxModel(stepped(op, 'x', 'small'))).nodes;
    expect(operation).toMatchObject({ thresholds: [0], slopesAt: [Math.fround(slope)] });
  });

  it.each([
    ['that jumps', 'one', 'small', 'it jumps at 0, from 0 to 1, and what a jump adds is in no gradient.'],
    [
      'of what is smooth, and jumps',
      'x',
      'exp',
      'the values that it chooses from are not known to be the same where that turns',
    ],
  ])('%s is refused', (_, yes, no, message) => {
    expect(() => readOnnx(onnxModel(stepped('Greater', yes, no)))).toThrow(message);
  });

  it('that is the output, or is added to what is computed, is refused', () => {
    const nodes = [
      { op: 'Less', inputs: ['x', 'zero'], output: 'holds' },
      { op: 'Cast', inputs: ['holds'], output: 'number', attributes: attributes({ to: 1 }) },
      { op: 'Add', inputs: ['number', 'x'] },
    ];
    const bytes = onnxModel({ input: [1, 1], nodes, weights: [scalar('zero', 0)] });
    expect(() => readOnnx(bytes)).toThrow(
      "(Add): 'number' jumps where computed numbers pass others, and has no gradient.",
    );
    expect(() => readOnnx(bytes, { output: 'number' })).toThrow("'number' jumps where computed numbers pass others");
  });
});
