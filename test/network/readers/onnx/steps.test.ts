import { describe, expect, it } from 'vitest';
import { explain } from '../../../../src/attribution/index.ts';
import { combined, comparison } from '../../../../src/network/readers/onnx/step.ts';
import type { Tensor } from '../../../../src/network/readers/onnx/value.ts';
import { readOnnx } from '../../../../src/network/readers/index.ts';
import { kindOf } from '../../../helpers/kinds.ts';
import { attributes, floats, onnxModel, type TinyNode } from '../../../helpers/onnxModels.ts';
import { OnnxRuntime } from '../../../helpers/onnxRuntime.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

const random = seeded(41);
const toFloat = attributes({ to: 1 });

/** A function of three units by nodes from `v` to `y`. */
const ofUnits = (nodes: readonly TinyNode[]): Uint8Array =>
  onnxModel({
    input: [1, 3],
    nodes: [{ op: 'MatMul', inputs: ['x', 'w'], output: 'v' }, ...nodes],
    weights: [
      floats('w', [3, 3], Array.from(randomArray(random, 9))),
      floats('each', [3], [-0.25, 0, 0.5]),
      ...Object.entries({ zero: 0, half: 0.5, one: 1, two: 2, small: 1e-4 }).map(([name, value]) =>
        floats(name, [], [value]),
      ),
    ],
  });
const node = (op: string, inputs: string[], output = 'y', given?: TinyNode['attributes']): TinyNode => ({
  op,
  inputs,
  output,
  ...(given && { attributes: given }),
});
const above = [node('Greater', ['v', 'zero'], 'above'), node('Cast', ['above'], 'mask', toFloat)];
const signed = [node('Sign', ['v'], 's'), node('Abs', ['v'], 'a')];

const exact: readonly (readonly [title: string, nodes: TinyNode[], kinks: number])[] = [
  ['a mask of what is above 0 is Relu', [...above, node('Mul', ['v', 'mask'])], 1],
  ['a sign times a magnitude is the number itself', [...signed, node('Mul', ['s', 'a'])], 0],
  [
    'what an LpPool of PyTorch makes of a mean is that mean',
    [...signed, node('Relu', ['a'], 'r'), node('Mul', ['s', 'r'])],
    0,
  ],
  [
    'a soft shrinkage by a sign',
    [...signed, node('Sub', ['a', 'half'], 'd'), node('Relu', ['d'], 'r'), node('Mul', ['s', 'r'])],
    2,
  ],
  [
    'the difference of two masks is a sign',
    [
      ...above,
      node('Less', ['v', 'zero'], 'below'),
      node('Cast', ['below'], 'other', toFloat),
      node('Sub', ['mask', 'other'], 's'),
      node('Mul', ['s', 'v']),
    ],
    1,
  ],
  [
    'a number chosen by a mask and the opposite',
    [
      node('Greater', ['v', 'zero'], 'above'),
      node('Not', ['above'], 'below'),
      node('Where', ['below', 'half', 'two'], 'slope'),
      node('Mul', ['slope', 'v']),
    ],
    1,
  ],
  [
    'one function below a threshold and another above, which meet there, by masks',
    [
      ...above,
      node('Sub', ['one', 'mask'], 'rest'),
      node('Mul', ['two', 'v'], 'steep'),
      node('Add', ['steep', 'half'], 'a'),
      node('Mul', ['mask', 'a'], 'right'),
      node('Add', ['v', 'half'], 'b'),
      node('Mul', ['rest', 'b'], 'left'),
      node('Add', ['left', 'right']),
    ],
    1,
  ],
  [
    'a mask of a band times a hat that is 0 at its ends',
    [
      node('Less', ['v', 'one'], 'below'),
      node('Greater', ['v', 'zero'], 'above'),
      node('And', ['below', 'above'], 'within'),
      node('Cast', ['within'], 'mask', toFloat),
      node('Sub', ['v', 'half'], 'd'),
      node('Abs', ['d'], 'a'),
      node('Sub', ['half', 'a'], 'hat'),
      node('Mul', ['mask', 'hat']),
    ],
    3,
  ],
];

describe('a function of steps times one that is 0 where it jumps agrees with ONNX Runtime', () => {
  it.each(exact)('and is piecewise linear: %s', async (_, nodes, kinks) => {
    const bytes = ofUnits(nodes);
    const [network, oracle] = [readOnnx(bytes), await OnnxRuntime.load(bytes)];
    for (let i = 0; i < 5; i++) await oracle.expectSame(network, randomArray(random, network.inputSize, 2));
    const last = network.nodes.findLast(({ operation }) => operation.family === 'elementwise')?.operation;
    expect(network.nodes.map(({ operation }) => operation.family)).not.toContain('smooth');
    expect(last?.family === 'elementwise' ? last.thresholds.length : 0).toBe(kinks);
  });

  it.each([
    [
      'a symmetric logarithm',
      [...signed, node('Add', ['a', 'one'], 'p'), node('Log', ['p'], 'l'), node('Mul', ['s', 'l'])],
    ],
    [
      'a cosine above 0 and an exponential below, by masks',
      [
        ...above,
        node('Cos', ['v'], 'cos'),
        node('Mul', ['mask', 'cos'], 'right'),
        node('LessOrEqual', ['v', 'zero'], 'below'),
        node('Cast', ['below'], 'other', toFloat),
        node('Exp', ['v'], 'exp'),
        node('Mul', ['other', 'exp'], 'left'),
        node('Add', ['left', 'right']),
      ],
    ],
    [
      'numbers below thresholds and parabolas above, both different from unit to unit, by masks',
      [
        node('Greater', ['v', 'each'], 'above'),
        node('Cast', ['above'], 'mask', toFloat),
        node('Sub', ['v', 'each'], 'd'),
        node('Mul', ['d', 'd'], 'square'),
        node('Add', ['square', 'each'], 'parabola'),
        node('Mul', ['mask', 'parabola'], 'right'),
        node('LessOrEqual', ['v', 'each'], 'below'),
        node('Cast', ['below'], 'other', toFloat),
        node('Mul', ['other', 'each'], 'left'),
        node('Add', ['left', 'right']),
      ],
    ],
    ['a sine above 0', [...above, node('Sin', ['v'], 'sin'), node('Mul', ['mask', 'sin'])]],
    [
      'a sine from 0 on',
      [
        node('GreaterOrEqual', ['v', 'zero'], 'above'),
        node('Cast', ['above'], 'mask', toFloat),
        node('Sin', ['v'], 'sin'),
        node('Mul', ['mask', 'sin']),
      ],
    ],
  ] as const)('and has an exact smooth head: %s', async (_, nodes) => {
    const bytes = ofUnits([...nodes]);
    const [network, oracle] = [readOnnx(bytes), await OnnxRuntime.load(bytes)];
    for (let i = 0; i < 5; i++) await oracle.expectSame(network, randomArray(random, network.inputSize, 2));
    expect(kindOf(network)).toBe('head');
    const [input, baseline] = [randomArray(random, 3, 2), randomArray(random, 3, 2)];
    const [answer] = await explain(network, { method: 'integrated_gradients', input, baseline, target: 1 });
    expect(answer.rule).toBe('exact');
    expect(answer.completeness?.gap).toBeLessThan(1e-9);
  });
});

it('a signed root has the values of ONNX Runtime, and is explained where it does not pass 0', async () => {
  const bytes = ofUnits([...signed, node('Sqrt', ['a'], 'r'), node('Mul', ['r', 's'])]);
  const [network, oracle] = [readOnnx(bytes), await OnnxRuntime.load(bytes)];
  for (let i = 0; i < 5; i++) await oracle.expectSame(network, randomArray(random, network.inputSize, 2));
  const input = randomArray(random, 3);
  const baseline = input.map((x) => x / 4);
  const [answer] = await explain(network, { method: 'integrated_gradients', input, baseline, target: 1 });
  // The root of a quarter is a half, so that half of the output is attributed.
  expect(answer.completeness?.gap).toBeLessThan(1e-9);
  const sum = answer.attributions.reduce((total, x) => total + x, 0);
  expect(sum).toBeCloseTo(network.evaluate(input)[1] / 2, 9);
});

describe('a function of steps is refused', () => {
  it.each([
    [
      'times what depends on other units',
      [...above, node('MatMul', ['x', 'w'], 'u'), node('Exp', ['u'], 'e'), node('Mul', ['mask', 'e'])],
      'it multiplies by a function of steps, which jumps at 0, what is not known to be 0 there',
    ],
    [
      'times what is not 0 where it jumps',
      [...above, node('Cos', ['v'], 'c'), node('Mul', ['mask', 'c'])],
      'which jumps at 0, what is not known to be 0 there',
    ],
    [
      'times a root with a small number, by which it jumps',
      [...signed, node('Add', ['a', 'small'], 'p'), node('Sqrt', ['p'], 'r'), node('Mul', ['s', 'r'])],
      'which jumps at 0, what is not known to be 0 there',
    ],
    [
      'times pieces that are not 0 where it jumps',
      [...above, node('Add', ['v', 'one'], 'p'), node('Mul', ['mask', 'p'])],
      'it jumps at 0, from 0 to 1, and what a jump adds is in no gradient.',
    ],
    [
      'by a sum of parts that jump, each otherwise',
      [
        ...above,
        node('Cos', ['v'], 'c'),
        node('Mul', ['mask', 'c'], 'right'),
        node('Not', ['above'], 'below'),
        node('Cast', ['below'], 'other', toFloat),
        node('Sin', ['v'], 'sin'),
        node('Mul', ['other', 'sin'], 'left'),
        node('Add', ['left', 'right']),
      ],
      "'y' jumps: it multiplies by a function of steps, which jumps at 0, what is not known to be 0 there",
    ],
    ['as output', [node('Sign', ['v'])], "'y' jumps where computed numbers pass others, and has no gradient."],
  ])('%s', (_, nodes, message) => {
    expect(() => readOnnx(ofUnits(nodes))).toThrow(message);
  });
});

it('tells what lies beyond thresholds that are so far that 1 more is the same number', () => {
  const x: Tensor = { kind: 'tensor', shape: [1, 1], node: 'x', ours: [1], order: Int32Array.of(0) };
  const { thresholds, values, valuesAt } = combined(
    [comparison(x, 1e20, true, false), comparison(x, -1e20, false, false)],
    (above, below) => above - below,
  );
  expect({ thresholds, values, valuesAt }).toEqual({ thresholds: [-1e20, 1e20], values: [-1, 0, 1], valuesAt: [0, 0] });
});
