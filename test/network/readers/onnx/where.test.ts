import { TensorProto_DataType } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { readOnnx } from '../../../../src/network/readers/index.ts';
import { attributes, floats, onnxModel, type TinyNode } from '../../../helpers/onnxModels.ts';
import { OnnxRuntime } from '../../../helpers/onnxRuntime.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

type Model = Parameters<typeof onnxModel>[0];

const random = seeded(31);
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
];

describe('Where agrees with ONNX Runtime and is piecewise linear', () => {
  it.each(exact)('by %s', async (_, definition) => {
    const bytes = onnxModel(definition);
    const [network, oracle] = [readOnnx(bytes), await OnnxRuntime.load(bytes)];
    for (let i = 0; i < 5; i++) await oracle.expectSame(network, randomArray(random, network.inputSize, 2));
    expect(network.nodes.map(({ operation }) => operation.family)).not.toContain('smooth');
  });
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
    ['of what is smooth', 'x', 'exp', 'what it chooses from is no piecewise-linear function'],
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
