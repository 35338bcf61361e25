import { describe, expect, it } from 'vitest';
import { exactIntegratedGradients, explain } from '../../../../src/attribution/index.ts';
import { Float64Gradients } from '../../../../src/gradients/index.ts';
import type { Network } from '../../../../src/network/index.ts';
import { readOnnx } from '../../../../src/network/readers/index.ts';
import { DenseOracle } from '../../../helpers/denseOracle.ts';
import { kindOf } from '../../../helpers/kinds.ts';
import { attributes, floats, int64s, onnxModel } from '../../../helpers/onnxModels.ts';
import { OnnxRuntime } from '../../../helpers/onnxRuntime.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

type Attributes = Parameters<typeof attributes>[0];
type Weights = NonNullable<Parameters<typeof onnxModel>[0]['weights']>;

const gatesOf = { RNN: 1, GRU: 3, LSTM: 4 } as const;
type Op = keyof typeof gatesOf;

const [steps, inputs, units] = [5, 3, 4];

interface Case {
  /** The place of the output that is read: all steps, the last state, the last memory. */
  readonly output?: 0 | 1 | 2;
  readonly attributes?: Attributes;
  /** Inputs beside X, W and R: B, sequence_lens, initial_h, initial_c, P. */
  readonly with?: readonly string[];
  readonly steps?: number;
  /** Of a batch within the network; default: 1. */
  readonly items?: number;
}

/** A recurrent operator behind series of `x`, 1 x steps x (items * inputs), with random weights. */
function model(
  op: Op,
  { output = 0, attributes: given = {}, with: more = [], steps: count = steps, items = 1 }: Case,
  seed = 2,
): Uint8Array {
  const random = seeded(seed);
  const numbers = (...shape: number[]): [number[], number[]] => [
    shape,
    [
      ...randomArray(
        random,
        shape.reduce((a, b) => a * b, 1),
        0.8,
      ),
    ],
  ];
  const directions = given.direction === 'bidirectional' ? 2 : 1;
  const rows = gatesOf[op] * units;
  const isItemFirst = given.layout === 1;
  const state = isItemFirst ? [items, directions, units] : [directions, items, units];
  const lengths = [3, count].slice(0, items);
  const others: Record<string, Weights[number]> = {
    B: floats('B', ...numbers(directions, 2 * rows)),
    sequence_lens: { ...int64s('sequence_lens', lengths), dataType: 6, int64Data: [], int32Data: lengths },
    initial_h: floats('initial_h', ...numbers(...state)),
    initial_c: floats('initial_c', ...numbers(...state)),
    P: floats('P', ...numbers(directions, 3 * units)),
  };
  const perm = isItemFirst ? [1, 0, 2] : [0, 1, 2];
  const names = Object.keys(others).map((name) => (more.includes(name) ? name : ''));
  while (names.at(-1) === '') names.pop();
  return onnxModel({
    input: [1, count, items * inputs],
    outputRank: 2,
    opset: 14n,
    nodes: [
      { op: 'Reshape', inputs: ['x', 'sizes'], output: 'items' },
      { op: 'Transpose', inputs: ['items'], attributes: attributes({ perm }), output: 'series' },
      {
        op,
        name: 'memory',
        inputs: ['series', 'W', 'R', ...names],
        outputs: ['Y', 'Y_h', 'Y_c'].slice(0, op === 'LSTM' ? 3 : 2).map((name, i) => (i === output ? 'out' : name)),
        attributes: attributes({ hidden_size: units, ...given }),
      },
      { op: 'Flatten', inputs: ['out'], attributes: attributes({ axis: 0 }) },
    ],
    weights: [
      int64s('sizes', [count, items, inputs]),
      floats('W', ...numbers(directions, rows, inputs)),
      floats('R', ...numbers(directions, rows, units)),
      ...more.map((name) => others[name]),
    ],
  });
}

const all: readonly (readonly [title: string, op: Op, of: Case])[] = (['RNN', 'GRU', 'LSTM'] as const).flatMap((op) => [
  [op, op, {}],
  [`${op}, the state behind its last step`, op, { output: 1, with: ['B'] }],
  [`${op} in reverse`, op, { with: ['B'], attributes: { direction: 'reverse' } }],
  [`${op} in both directions`, op, { with: ['B'], attributes: { direction: 'bidirectional' } }],
  [`${op} in both directions, last states`, op, { output: 1, with: ['B'], attributes: { direction: 'bidirectional' } }],
  [`${op} from a state`, op, { with: ['B', 'initial_h'], attributes: { direction: 'bidirectional' } }],
  [`${op} of a single step`, op, { steps: 1, with: ['B', 'initial_h'] }],
  [`${op} of as many steps as count`, op, { with: ['B', 'sequence_lens'], attributes: { direction: 'bidirectional' } }],
  [
    `${op} of as many steps as count, last states`,
    op,
    { output: 1, with: ['sequence_lens'], attributes: { direction: 'bidirectional' } },
  ],
  [
    `${op} of two items, each from a state of its own and of as many steps as count`,
    op,
    { items: 2, with: ['B', 'sequence_lens', 'initial_h'], attributes: { direction: 'bidirectional' } },
  ],
  [`${op}, clipped`, op, { with: ['B'], attributes: { clip: { float: 0.3 } } }],
]);

describe('readOnnx agrees with ONNX Runtime', () => {
  it.each([
    ...all,
    ['GRU that resets behind its matrix', 'GRU', { with: ['B', 'initial_h'], attributes: { linear_before_reset: 1 } }],
    [
      'GRU, clipped, that resets behind its matrix',
      'GRU',
      { with: ['B'], attributes: { linear_before_reset: 1, clip: { float: 0.3 } } },
    ],
    ['LSTM, its last memory', 'LSTM', { output: 2, with: ['B'] }],
    [
      'LSTM from a memory',
      'LSTM',
      { with: ['B', 'initial_h', 'initial_c'], attributes: { direction: 'bidirectional' } },
    ],
    [
      'LSTM whose gates see the memory',
      'LSTM',
      { with: ['B', 'initial_c', 'P'], attributes: { direction: 'bidirectional' } },
    ],
    [
      'LSTM whose gates see the memory, clipped',
      'LSTM',
      { with: ['B', 'initial_c', 'P'], attributes: { clip: { float: 0.4 } } },
    ],
    ['LSTM with one gate for input and forgetting', 'LSTM', { with: ['B'], attributes: { input_forget: 1 } }],
    [
      'LSTM with one gate for input and forgetting, which sees the memory',
      'LSTM',
      { with: ['B', 'P', 'initial_c'], attributes: { input_forget: 1 } },
    ],
  ] satisfies typeof all)('on %s', async (_, op, of) => {
    const bytes = model(op, of);
    const network = readOnnx(bytes);
    const oracle = await OnnxRuntime.load(bytes);
    const random = seeded(3);
    for (let i = 0; i < 3; i++) await oracle.expectSame(network, randomArray(random, network.inputSize, 1.5));
  });

  it.each([
    ['Affine', { activation_alpha: { floats: [0.7] }, activation_beta: { floats: [0.1] } }],
    ['Elu', { activation_alpha: { floats: [0.7] } }],
    ['HardSigmoid', { activation_alpha: { floats: [0.3] }, activation_beta: { floats: [0.4] } }],
    ['HardSigmoid', {}],
    ['LeakyRelu', { activation_alpha: { floats: [0.2] } }],
    ['LeakyRelu', {}],
    ['Relu', {}],
    ['ScaledTanh', { activation_alpha: { floats: [0.7] }, activation_beta: { floats: [1.3] } }],
    ['Sigmoid', {}],
    ['Softplus', {}],
    ['Softsign', {}],
    ['Tanh', {}],
  ] as const)('on RNN with the activation %s %j', async (name, numbers) => {
    const bytes = model('RNN', { with: ['B'], attributes: { activations: { texts: [name] }, ...numbers } });
    const oracle = await OnnxRuntime.load(bytes);
    await oracle.expectSame(readOnnx(bytes), randomArray(seeded(3), steps * inputs, 1.5));
  });
});

/** A model of a node called `memory` that gives `y` of `x`, with the weights that it needs. */
function own(
  op: Op,
  {
    node = {},
    input = [1, steps, inputs],
    weights = [],
    inputs: taken,
    outputRank = 4,
  }: {
    readonly node?: Attributes;
    readonly input?: readonly number[];
    readonly weights?: Weights;
    readonly inputs?: readonly string[];
    readonly outputRank?: number;
  },
): Uint8Array {
  const random = seeded(8);
  const rows = gatesOf[op] * units;
  const matrix = (name: string, columns: number) =>
    floats(name, [1, rows, columns], [...randomArray(random, rows * columns)]);
  return onnxModel({
    input,
    outputRank,
    opset: 14n,
    nodes: [{ op, name: 'memory', inputs: taken ?? ['x', 'W', 'R'], attributes: attributes({ layout: 1, ...node }) }],
    weights: [matrix('W', inputs), matrix('R', units), ...weights],
  });
}

describe('a recurrent operator', () => {
  const random = seeded(6);

  it.each(['RNN', 'GRU', 'LSTM'] as const)('%s has the gradients of its values', async (op) => {
    const network = readOnnx(model(op, { with: ['B'], attributes: { direction: 'bidirectional' } }));
    const x = randomArray(random, network.inputSize);
    const seeds = randomArray(random, network.outputSize);
    const { gradients } = await new Float64Gradients(network).gradientsAt(
      { values: x },
      { of: network.nodes.length - 1, seeds, by: -1 },
    );
    const at = (i: number, move: number): number =>
      network.evaluate(x.with(i, x[i] + move)).reduce((sum, y, unit) => sum + seeds[unit] * y, 0);
    // Central differences of values of size 1: 1e-10 of rounding, 1e-10 of curvature.
    gradients.forEach((gradient, i) => {
      expect(Math.abs(gradient - (at(i, 1e-5) - at(i, -1e-5)) / 2e-5)).toBeLessThanOrEqual(1e-8);
    });
  });

  it.each(['RNN', 'GRU', 'LSTM'] as const)('%s with items first gives what it gives with steps first', (op) => {
    const of: Case = { with: ['B', 'initial_h', 'sequence_lens'], attributes: { direction: 'bidirectional' } };
    const [first, behind] = [0, 1].map((layout) =>
      readOnnx(model(op, { ...of, attributes: { ...of.attributes, layout } })),
    );
    const x = randomArray(random, steps * inputs);
    expect([...behind.evaluate(x)]).toEqual([...first.evaluate(x)]);
  });

  it('takes items of a batch within the network one by one', async () => {
    const nodes = [
      { op: 'Reshape', inputs: ['x', 'to'], output: 'series' },
      { op: 'LSTM', inputs: ['series', 'W', 'R'], output: 'all' },
      { op: 'Flatten', inputs: ['all'], attributes: attributes({ axis: 0 }) },
    ];
    const matrix = (name: string, columns: number) =>
      floats(name, [1, 8, columns], [...randomArray(random, 8 * columns)]);
    const bytes = onnxModel({
      input: [1, 24],
      nodes: nodes.map((node) => (node.op === 'LSTM' ? { ...node, attributes: attributes({ hidden_size: 2 }) } : node)),
      weights: [int64s('to', [4, 2, 3]), matrix('W', 3), matrix('R', 2)],
    });
    await (await OnnxRuntime.load(bytes)).expectSame(readOnnx(bytes), randomArray(random, 24));
  });

  it('of a file for a batch takes one item if all begin with the same state, and else is of them all', () => {
    const state = (values: readonly number[]): Uint8Array =>
      own('RNN', {
        input: [2, steps, inputs],
        inputs: ['x', 'W', 'R', '', '', 'h'],
        weights: [floats('h', [2, 1, units], values)],
      });
    const alike = readOnnx(state([1, 2, 3, 4, 1, 2, 3, 4]));
    const single = readOnnx(
      own('RNN', { inputs: ['x', 'W', 'R', '', '', 'h'], weights: [floats('h', [1, 1, units], [1, 2, 3, 4])] }),
    );
    const x = randomArray(random, steps * inputs);
    expect([...alike.evaluate(x)]).toEqual([...single.evaluate(x)]);
    expect(readOnnx(state([1, 2, 3, 4, 1, 2, 3, 5])).inputShape).toEqual([2, steps, inputs]);
  });

  it('is called by its name where its output stands, and shares its weights between steps', () => {
    const network = readOnnx(model('LSTM', { output: 1 }));
    const names = network.nodes.map(({ name }) => name);
    expect(names).toContain('memory');
    expect(names).toContain('memory/step 3/input gate');
    const gates = network.nodes.filter(({ name }) => /step \d\/input gate$/.test(name));
    expect(gates).toHaveLength(steps);
    expect(new Set(gates.map(({ operation }) => operation)).size).toBe(1);
  });

  it('of ReLUs is piecewise linear, and exact: complete, and as by the regions of brute force', async () => {
    const network = readOnnx(
      model('RNN', {
        with: ['B'],
        attributes: { direction: 'bidirectional', activations: { texts: ['Relu', 'Relu'] } },
      }),
    );
    expect(kindOf(network)).toBe('exact');
    await expectExact(network, randomArray(random, network.inputSize, 2), 5);
  });

  it.each(['GRU', 'LSTM'] as const)('%s is exact, as a smooth head of its input', async (op) => {
    const network = readOnnx(model(op, { with: ['B'] }));
    expect(kindOf(network)).toBe('head');
    const input = randomArray(random, network.inputSize, 2);
    const request = { baseline: new Float64Array(input.length), input, target: 5 };
    const { attributions } = await exactIntegratedGradients(network, request);
    const points = 500;
    const values = Float64Array.from({ length: points * input.length }, (_, i) => {
      const alpha = (Math.floor(i / input.length) + 0.5) / points;
      return alpha * input[i % input.length];
    });
    const seeds = new Float64Array(network.outputSize);
    seeds[5] = 1;
    const derivative = { of: network.nodes.length - 1, seeds, by: -1 };
    const { gradients } = await new Float64Gradients(network).gradientsAt({ values }, derivative);
    // The midpoint rule is some (1 / 500)^2 off, relative to values of size 1.
    attributions.forEach((a, i) => {
      const mean =
        Array.from({ length: points }, (_, k) => gradients[k * input.length + i]).reduce((x, y) => x + y) / points;
      expect(Math.abs(a - input[i] * mean)).toBeLessThanOrEqual(4e-6);
    });
    const [from, to] = [request.baseline, input].map((x) => network.evaluate(x)[5]);
    expect(Math.abs(attributions.reduce((x, y) => x + y) - (to - from))).toBeLessThanOrEqual(1e-12);
  });

  it('is chosen by its name; a message names no layer of its steps', async () => {
    const network = readOnnx(model('RNN', { attributes: { activations: { texts: ['Relu'] } } }));
    const input = randomArray(random, network.inputSize);
    const request = {
      input,
      target: 0,
      method: 'layer_conductance',
      baseline: new Float64Array(input.length),
    } as const;
    await expect(explain(network, { ...request, layer: 'memry' })).rejects.toThrow(
      /^Unknown layer 'memry'\. Did you mean 'memory'\? Known: (?!.*step \d)/,
    );
    const [{ attributions }] = await explain(network, { ...request, layer: 'memory' });
    expect(attributions).toHaveLength(steps * units);
  });

  it.each([
    [{ direction: 'sideways' }, "Unknown direction 'sideways'. Known: forward, reverse, bidirectional."],
    [{ activations: { texts: ['Foo'] } }, "Unknown activation 'Foo'."],
    [{ activations: { texts: ['Tanh', 'Tanh'] } }, 'it has 2 activations, expected 1.'],
    [{ clip: { float: -1 } }, 'its clip is -1, expected a number above 0.'],
    [{ direction: 'bidirectional' }, 'its weights W are 1x4x3, expected directions (2) x 1 gates of units x inputs.'],
  ] satisfies [Attributes, string][])('with %j is refused', (node, message) => {
    expect(() => readOnnx(own('RNN', { node }))).toThrow(`node 'memory' (RNN): ${message}`);
  });

  it('of other inputs than its weights are for, of too many steps, or of lengths beyond its steps, is refused', () => {
    expect(() => readOnnx(own('GRU', { input: [1, steps, inputs + 1] }))).toThrow(
      "node 'memory' (GRU): its input is 1x5x4, expected items x steps x 3, as its weights are for.",
    );
    expect(() => readOnnx(own('RNN', { input: [1, 10_001, inputs] }))).toThrow(
      "node 'memory' (RNN): its series has 10001 steps; more than 10000 are not supported.",
    );
    const lengths = own('RNN', {
      inputs: ['x', 'W', 'R', '', 'lengths'],
      weights: [int64s('lengths', [steps + 1])],
    });
    expect(() => readOnnx(lengths)).toThrow(
      'its sequence_lens are [6], expected a number from 1 to its 5 steps for each of 1 items.',
    );
  });
});

/** Expects exact attributions from 0: of an output unit, complete to 1e-9, and equal to those by brute force. */
async function expectExact(network: Network, input: Float64Array, target: number): Promise<void> {
  const baseline = new Float64Array(input.length);
  const { attributions } = await exactIntegratedGradients(network, { baseline, input, target });
  const oracle = new DenseOracle(network, baseline, input);
  expect(oracle.endpoints.length).toBeGreaterThan(5);
  const expected = oracle.exactGradientIntegral(target).map((integral, i) => integral * input[i]);
  const scale = expected.reduce((sum, a) => sum + Math.abs(a), 0);
  const gap = oracle.output(1)[target] - oracle.output(0)[target];
  expect(Math.abs(attributions.reduce((sum, a) => sum + a, 0) - gap)).toBeLessThanOrEqual(1e-9 * scale);
  expected.forEach((a, i) => {
    expect(Math.abs(attributions[i] - a)).toBeLessThanOrEqual(1e-9 * scale);
  });
}
