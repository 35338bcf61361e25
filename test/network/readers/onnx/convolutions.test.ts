import { describe, expect, it } from 'vitest';
import type { Network } from '../../../../src/network/index.ts';
import { readOnnx } from '../../../../src/network/readers/index.ts';
import { attributes, floats, onnxModel } from '../../../helpers/onnxModels.ts';
import { OnnxRuntime } from '../../../helpers/onnxRuntime.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

const random = seeded(13);
const numbers = (count: number): number[] => Array.from(randomArray(random, count));
const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** One node with a kernel of a shape and a bias for each filter. */
function bytesOf(
  op: string,
  input: readonly number[],
  kernel: readonly number[],
  filters: number,
  given: Parameters<typeof attributes>[0],
): Uint8Array {
  return onnxModel({
    input,
    outputRank: input.length,
    nodes: [{ op, inputs: ['x', 'w', 'b'], attributes: attributes(given) }],
    weights: [floats('w', kernel, numbers(product(kernel))), floats('b', [filters], numbers(filters))],
  });
}

type Case = readonly [
  title: string,
  op: string,
  input: readonly number[],
  kernel: readonly number[],
  filters: number,
  given: Parameters<typeof attributes>[0],
];
const image = [1, 4, 5, 6];

const cases: readonly Case[] = [
  ['a Conv of two groups', 'Conv', image, [6, 2, 3, 2], 6, { group: 2, strides: [2, 1], pads: [1, 0, 1, 1] }],
  ['a depthwise Conv', 'Conv', image, [4, 1, 3, 3], 4, { group: 4, pads: [1, 1, 1, 1] }],
  [
    'a depthwise Conv with two filters for each channel, dilated',
    'Conv',
    image,
    [8, 1, 2, 2],
    8,
    { group: 4, dilations: [2, 3] },
  ],
  ['a depthwise Conv over series', 'Conv', [1, 4, 9], [4, 1, 3], 4, { group: 4, strides: [2], dilations: [2] }],
  ['a ConvTranspose', 'ConvTranspose', image, [4, 3, 2, 3], 3, {}],
  [
    'a ConvTranspose with strides, pads and output_padding',
    'ConvTranspose',
    image,
    [4, 3, 3, 3],
    3,
    { strides: [2, 3], pads: [1, 0, 2, 1], output_padding: [1, 2] },
  ],
  [
    'a ConvTranspose of groups, dilated',
    'ConvTranspose',
    image,
    [4, 3, 2, 2],
    6,
    { group: 2, dilations: [2, 1], strides: [1, 2] },
  ],
  [
    'a ConvTranspose to an output_shape',
    'ConvTranspose',
    image,
    [4, 2, 3, 3],
    2,
    { strides: [2, 2], output_shape: [10, 13] },
  ],
  ['a ConvTranspose over series', 'ConvTranspose', [1, 4, 7], [4, 2, 4], 2, { strides: [2], pads: [1, 1] }],
];

describe('readOnnx agrees with ONNX Runtime', () => {
  it.each(cases)('on %s', async (_, ...model) => {
    const bytes = bytesOf(...model);
    const network = readOnnx(bytes);
    const oracle = await OnnxRuntime.load(bytes);
    for (let i = 0; i < 3; i++) await oracle.expectSame(network, randomArray(random, network.inputSize));
  });

  it.each([['SAME_UPPER'], ['SAME_LOWER']])('on a ConvTranspose with auto_pad %s', async (mode) => {
    const bytes = bytesOf('ConvTranspose', image, [4, 2, 3, 3], 2, { strides: [2, 2], auto_pad: mode });
    const oracle = await OnnxRuntime.load(bytes);
    await oracle.expectSame(readOnnx(bytes), randomArray(random, 120));
  });

  it.each([[1], [3], [5]])('on local response normalisation over %i channels', async (size) => {
    const given = attributes({ size, alpha: { float: 0.5 }, beta: { float: 0.6 }, bias: { float: 1.5 } });
    const bytes = onnxModel({ input: [1, 4, 2, 3], outputRank: 4, nodes: [{ op: 'LRN', attributes: given }] });
    await (await OnnxRuntime.load(bytes)).expectSame(readOnnx(bytes), randomArray(random, 24));
  });
});

it('readOnnx counts, of local response normalisation over an even number of channels, one more behind than before', () => {
  // ONNX Runtime takes odd numbers only. Each channel x by 1 + x^2 + the square of the next one.
  const given = attributes({ size: 2, alpha: { float: 2 }, beta: { float: 1 }, bias: { float: 1 } });
  const bytes = onnxModel({ input: [1, 4, 1, 1], outputRank: 4, nodes: [{ op: 'LRN', attributes: given }] });
  const expected = [1 / 6, 2 / 14, 3 / 26, 4 / 17].map((x) => expect.closeTo(x, 15) as number);
  expect([...readOnnx(bytes).evaluate(Float64Array.of(1, 2, 3, 4))]).toEqual(expected);
});

describe('readOnnx, of a ConvTranspose,', () => {
  /** Each cell spreads to itself, three cells from the next. */
  const network = (given: Parameters<typeof attributes>[0]): Network => {
    const weights = [floats('w', [1, 1, 1], [1]), floats('b', [1], [10])];
    const nodes = [
      { op: 'ConvTranspose', inputs: ['x', 'w', 'b'], attributes: attributes({ strides: [3], ...given }) },
    ];
    return readOnnx(onnxModel({ input: [1, 1, 2], outputRank: 3, nodes, weights }));
  };
  const x = Float64Array.of(1, 2);

  it('gives stride times the input with auto_pad SAME, as the specification has it, where its kernel is shorter', () => {
    // ONNX Runtime gives no more than 4 cells.
    for (const mode of ['SAME_UPPER', 'SAME_LOWER'])
      expect([...network({ auto_pad: mode }).evaluate(x)]).toEqual([11, 10, 10, 12, 10, 10]);
  });

  it('passes over pads beside auto_pad VALID', () => {
    expect([...network({ auto_pad: 'VALID', pads: [1, 1] }).evaluate(x)]).toEqual([11, 10, 10, 12]);
  });
});

describe('readOnnx refuses', () => {
  it('groups that do not divide channels and filters', () => {
    expect(() => readOnnx(bytesOf('Conv', image, [4, 1, 1, 1], 4, { group: 3 }))).toThrow("Layer 'Conv_0' (Conv2D)");
  });

  it.each(['Conv', 'ConvTranspose'])('an auto_pad of %s that there is not', (op) => {
    expect(() => readOnnx(bytesOf(op, image, [4, 4, 1, 1], 4, { auto_pad: 'SAME' }))).toThrow(
      "its auto_pad is 'SAME'; supported: NOTSET, VALID, SAME_UPPER, SAME_LOWER.",
    );
  });

  it('a kernel_shape that is not that of the kernel', () => {
    expect(() => readOnnx(bytesOf('Conv', image, [4, 4, 2, 2], 4, { kernel_shape: [3, 3] }))).toThrow(
      'its kernel_shape is 3x3, but its kernel is of 2x2.',
    );
  });
});
