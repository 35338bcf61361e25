import { describe, expect, it } from 'vitest';
import { explain } from '../../../../src/attribution/index.ts';
import { readOnnx } from '../../../../src/network/readers/index.ts';
import { attributes, floats, onnxModel, type TinyNode } from '../../../helpers/onnxModels.ts';
import { OnnxRuntime } from '../../../helpers/onnxRuntime.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

const random = seeded(53);
const volume = [1, 4, 5, 6, 4];
const weights = (name: string, shape: readonly number[]) =>
  floats(
    name,
    shape,
    Array.from(
      randomArray(
        random,
        shape.reduce((product, size) => product * size, 1),
      ),
    ),
  );
/** One operator of a volume of four channels, with weights of these shapes, behind a Relu or alone. */
function model(
  op: string,
  given: Parameters<typeof attributes>[0],
  shapes: readonly (readonly number[])[] = [],
  opset = 13n,
): Uint8Array {
  const names = shapes.map((_, i) => `w${i}`);
  return onnxModel({
    input: volume,
    outputRank: 5,
    opset,
    nodes: [
      { op: 'Relu', output: 'r' },
      { op, inputs: ['r', ...names], attributes: attributes(given) },
    ],
    weights: shapes.map((shape, i) => weights(names[i], shape)),
  });
}
const lopsided = { strides: [2, 1, 2], pads: [1, 0, 1, 0, 2, 1], dilations: [1, 2, 1] };

describe('layers of volumes agree with ONNX Runtime', () => {
  it.each([
    ['Conv', model('Conv', {}, [[3, 4, 2, 3, 2]])],
    ['Conv with strides, pads, dilations and biases', model('Conv', lopsided, [[3, 4, 2, 2, 3], [3]])],
    ['Conv of two groups', model('Conv', { group: 2 }, [[6, 2, 2, 1, 2], [6]])],
    ['Conv that keeps the size', model('Conv', { auto_pad: 'SAME_UPPER', strides: [2, 1, 3] }, [[2, 4, 2, 3, 2]])],
    ['Conv that keeps the size, by cells before', model('Conv', { auto_pad: 'SAME_LOWER' }, [[2, 4, 2, 4, 2]])],
    ['Conv without padding', model('Conv', { auto_pad: 'VALID' }, [[2, 4, 2, 4, 2]])],
    ['ConvTranspose', model('ConvTranspose', {}, [[4, 3, 2, 3, 2], [3]])],
    [
      'ConvTranspose with strides, pads and more cells behind',
      model('ConvTranspose', { strides: [2, 1, 3], pads: [1, 0, 0, 0, 1, 1], output_padding: [1, 0, 2] }, [
        [4, 3, 3, 3, 2],
      ]),
    ],
    [
      'ConvTranspose of two groups, dilated',
      model('ConvTranspose', { group: 2, dilations: [2, 1, 2] }, [[4, 3, 2, 2, 2]]),
    ],
    [
      'ConvTranspose to an output_shape',
      model('ConvTranspose', { strides: [2, 1, 2], output_shape: [9, 7, 7] }, [[4, 2, 2, 4, 3], [2]]),
    ],
    ...['SAME_UPPER', 'SAME_LOWER', 'VALID'].map(
      (mode) =>
        [
          `ConvTranspose with auto_pad ${mode}`,
          model('ConvTranspose', { auto_pad: mode, strides: [2, 1, 3] }, [[4, 2, 3, 2, 4]]),
        ] as const,
    ),
    ['MaxPool', model('MaxPool', { kernel_shape: [2, 3, 2], strides: [2, 1, 1], pads: [1, 0, 0, 0, 1, 1] })],
    ['MaxPool that reaches over', model('MaxPool', { kernel_shape: [2, 2, 3], strides: [2, 4, 3], ceil_mode: 1 })],
    ['AveragePool', model('AveragePool', { kernel_shape: [2, 3, 2], pads: [1, 0, 0, 0, 1, 1] })],
    [
      'AveragePool that counts padding',
      model('AveragePool', { kernel_shape: [2, 3, 2], pads: [1, 0, 0, 0, 1, 1], count_include_pad: 1 }),
    ],
    ['LpPool', model('LpPool', { kernel_shape: [2, 3, 2], strides: [2, 1, 1], pads: [1, 0, 0, 0, 1, 1] })],
    ['LpPool of absolute values', model('LpPool', { kernel_shape: [2, 2, 2], p: 1, auto_pad: 'SAME_LOWER' })],
    ['GlobalAveragePool', model('GlobalAveragePool', {})],
    ['GlobalMaxPool', model('GlobalMaxPool', {})],
    ['InstanceNormalization', model('InstanceNormalization', {}, [[4], [4]])],
  ] as const)('%s', async (_, bytes) => {
    const [network, oracle] = [readOnnx(bytes), await OnnxRuntime.load(bytes)];
    for (let i = 0; i < 2; i++) await oracle.expectSame(network, randomArray(random, network.inputSize));
  });
});

describe('a network of volumes', () => {
  const nodes: TinyNode[] = [
    { op: 'Conv', inputs: ['x', 'k', 'b'], output: 'c' },
    { op: 'BatchNormalization', inputs: ['c', 'g', 's', 'm', 'v'], output: 'n' },
    { op: 'Relu', inputs: ['n'], output: 'r' },
    {
      op: 'MaxPool',
      inputs: ['r'],
      output: 'p',
      attributes: attributes({ kernel_shape: [2, 2, 2], strides: [2, 2, 2] }),
    },
    { op: 'Flatten', inputs: ['p'], output: 'f' },
    { op: 'Gemm', inputs: ['f', 'w'] },
  ];
  const bytes = onnxModel({
    input: [1, 2, 5, 5, 5],
    nodes,
    weights: [
      weights('k', [4, 2, 2, 2, 2]),
      ...['b', 'g', 's', 'm'].map((name) => weights(name, [4])),
      floats('v', [4], [1, 2, 0.5, 1.5]),
      weights('w', [32, 3]),
    ],
  });

  it('has exact attributions, with the values of ONNX Runtime', async () => {
    const [network, oracle] = [readOnnx(bytes), await OnnxRuntime.load(bytes)];
    const [input, baseline] = [randomArray(random, network.inputSize), randomArray(random, network.inputSize)];
    await oracle.expectSame(network, input);
    const [answer] = await explain(network, { method: 'integrated_gradients', input, baseline, target: 1 });
    expect(answer.rule).toBe('exact');
    expect(answer.completeness?.gap).toBeLessThan(1e-9);
  });

  it.each([
    [
      'Conv',
      { pads: [1, 1] },
      [[2, 4, 2, 2, 2]],
      'its pads is [1, 1], expected 6 numbers: for depth, rows and columns.',
    ],
    ['Conv', {}, [[2, 4, 2, 2]], 'its kernel 2x4x2x2 is not filters x channels x depth x rows x columns'],
    ['Conv', {}, [[2, 3, 2, 2, 2]], 'its kernel has 48 weights, but 4 channels, 2 filters and its window take 64.'],
    ['Conv', {}, [[2, 4, 9, 2, 2]], 'its window of 9x2x2 is larger than its input of 5x6x4 and padding.'],
    ['Conv', { group: 3 }, [[3, 1, 2, 2, 2]], 'it has 3 groups; expected a whole number that divides its 4 channels'],
    ['Conv', {}, [[2, 4, 2, 2, 2], [3]], 'it has 2 filters, but 3 biases.'],
    [
      'Conv',
      { group: -1 },
      [[2, 4, 2, 2, 2]],
      'it has -1 groups; expected a whole number that divides the 2 of its kernel.',
    ],
    ['MaxPool', {}, [], 'its window of NaNxNaNxNaN'],
    [
      'ConvTranspose',
      { output_padding: [0, 1, 0], strides: [2, 1, 1] },
      [[4, 2, 2, 2, 2]],
      'its output padding is 0x1x0; expected whole numbers below its strides 2x1x1 or dilations.',
    ],
    ...(['Conv', 'ConvTranspose', 'MaxPool', 'AveragePool'] as const).map(
      (op) =>
        [
          op,
          { auto_pad: 'SAME', kernel_shape: [2, 2, 2] },
          op.startsWith('Conv') ? [[4, 4, 2, 2, 2]] : [],
          "its auto_pad is 'SAME'; supported: NOTSET, VALID, SAME_UPPER, SAME_LOWER.",
        ] as const,
    ),
  ] as const)('refuses %s of %j and %j', (op, given, shapes, message) => {
    expect(() => readOnnx(model(op, given, shapes))).toThrow(message);
  });
});
