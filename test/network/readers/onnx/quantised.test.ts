import { TensorProto_DataType } from 'onnx-buf';
import { expect, it } from 'vitest';
import { readOnnx } from '../../../../src/network/readers/index.ts';
import { attributes, floats, onnxModel } from '../../../helpers/onnxModels.ts';
import { OnnxRuntime } from '../../../helpers/onnxRuntime.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

const random = seeded(37);
const bytes = (name: string, dims: readonly number[], values: readonly number[]) => ({
  name,
  dims: dims.map(BigInt),
  dataType: TensorProto_DataType.INT8,
  int32Data: [...values],
});

it.each([
  ['of one scale', [floats('s', [], [0.25]), bytes('z', [], [3])], 1],
  ['of a scale for each column', [floats('s', [2], [0.25, 2]), bytes('z', [2], [3, -1])], 1],
  ['of a scale for each row', [floats('s', [3], [0.25, 2, 1]), bytes('z', [3], [3, -1, 0])], 0],
] as const)('weights that are kept as whole numbers, %s, are as in ONNX Runtime', async (_, scales, axis) => {
  const model = onnxModel({
    input: [1, 3],
    nodes: [
      { op: 'DequantizeLinear', inputs: ['q', 's', 'z'], output: 'w', attributes: attributes({ axis }) },
      { op: 'MatMul', inputs: ['x', 'w'] },
    ],
    weights: [bytes('q', [3, 2], [-128, 5, 0, 127, -3, 64]), ...scales],
  });
  await (await OnnxRuntime.load(model)).expectSame(readOnnx(model), randomArray(random, 3));
});

it('scales for other than each place are refused, and so is what is quantised as it is computed', () => {
  const model = (nodes: Parameters<typeof onnxModel>[0]['nodes']): Uint8Array =>
    onnxModel({
      input: [1, 3],
      nodes,
      weights: [bytes('q', [3, 2], [1, 2, 3, 4, 5, 6]), floats('s', [3], [1, 2, 3]), floats('one', [], [1])],
    });
  expect(() =>
    readOnnx(
      model([
        { op: 'DequantizeLinear', inputs: ['q', 's'], output: 'w' },
        { op: 'MatMul', inputs: ['x', 'w'] },
      ]),
    ),
  ).toThrow('its input 1 has 3 numbers for axis 1 of weights 3x2, expected one for each place.');
  expect(() =>
    readOnnx(
      model([
        { op: 'QuantizeLinear', inputs: ['x', 'one'], output: 'whole' },
        { op: 'DequantizeLinear', inputs: ['whole', 'one'] },
      ]),
    ),
  ).toThrow(/^QuantizeLinear \('QuantizeLinear_0'\) is quantised: its values jump/);
});
