import { describe, expect, it } from 'vitest';
import { readOnnx } from '../../../../src/network/readers/index.ts';
import { attributes, floats, int64s, onnxModel } from '../../../helpers/onnxModels.ts';
import { OnnxRuntime } from '../../../helpers/onnxRuntime.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

type Model = Parameters<typeof onnxModel>[0];

const random = seeded(29);
const numbers = (count: number): number[] => Array.from(randomArray(random, count));

const cases: readonly (readonly [title: string, Model])[] = [
  [
    'BatchNormalization by unit, opset 7',
    {
      input: [1, 3, 4],
      outputRank: 3,
      opset: 7n,
      nodes: [{ op: 'BatchNormalization', inputs: ['x', 'g', 'b', 'm', 'v'], attributes: attributes({ spatial: 0 }) }],
      weights: ['g', 'b', 'm', 'v'].map((name) =>
        floats(
          name,
          [3, 4],
          numbers(12).map((x) => (name === 'v' ? x + 1.5 : x)),
        ),
      ),
    },
  ],
  [
    'MaxPool whose second output nothing takes',
    {
      input: [1, 2, 4, 4],
      outputRank: 4,
      nodes: [{ op: 'MaxPool', outputs: ['y', 'places'], attributes: attributes({ kernel_shape: [2, 2] }) }],
    },
  ],
  [
    'Scatter, which is ScatterElements of opset 9',
    {
      input: [1, 4],
      opset: 9n,
      nodes: [{ op: 'Scatter', inputs: ['x', 'i', 'u'], attributes: attributes({ axis: 1 }) }],
      weights: [{ ...int64s('i', [3, 1]), dims: [1n, 2n] }, floats('u', [1, 2], [5, 7])],
    },
  ],
  [
    'Shrink that is continuous',
    {
      input: [1, 6],
      nodes: [{ op: 'Shrink', attributes: attributes({ lambd: { float: 0.5 }, bias: { float: 0.5 } }) }],
    },
  ],
  ...['Asinh', 'Atan', 'Cosh', 'Sinh'].map((op) => [op, { input: [1, 6], nodes: [{ op }] }] as const),
];

describe('readOnnx agrees with ONNX Runtime', () => {
  it.each(cases)('on %s', async (_, definition) => {
    const bytes = onnxModel(definition);
    const [network, oracle] = [readOnnx(bytes), await OnnxRuntime.load(bytes)];
    for (let i = 0; i < 3; i++) await oracle.expectSame(network, randomArray(random, network.inputSize));
  });
});

describe('readOnnx', () => {
  it('reads what ONNX Runtime no longer does: scales of Upsample by axis and the type of Cast by name, opset 1', () => {
    // Each cell of (1 2; 3 4) becomes one of 2 x 1.
    const network = readOnnx(
      onnxModel({
        input: [1, 1, 2, 2],
        opset: 1n,
        outputRank: 4,
        nodes: [
          { op: 'Cast', output: 'c', attributes: attributes({ to: 'FLOAT' }) },
          {
            op: 'Upsample',
            inputs: ['c'],
            attributes: attributes({ height_scale: { float: 2 }, width_scale: { float: 1 }, mode: 'nearest' }),
          },
        ],
      }),
    );
    expect([...network.evaluate(Float64Array.of(1, 2, 3, 4))]).toEqual([1, 2, 1, 2, 3, 4, 3, 4]);
  });

  it('refuses a Dropout in training and a Shrink that jumps', () => {
    const training = onnxModel({
      input: [1, 2],
      nodes: [{ op: 'Dropout', inputs: ['x', 'ratio', 'training'] }],
      weights: [floats('ratio', [], [0.5]), floats('training', [], [1])],
    });
    expect(() => readOnnx(training)).toThrow('it is in training mode, where it draws what it drops');
    const jumping = onnxModel({ input: [1, 2], nodes: [{ op: 'Shrink' }] });
    expect(() => readOnnx(jumping)).toThrow('it jumps, as its lambd 0.5 is not its bias 0 above 0');
  });
});
