import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, TensorProto_DataType } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { readOnnx, readOnnxFunction } from '../../../../src/network/readers/index.ts';
import { attributes, floats, int64s, onnxModel } from '../../../helpers/onnxModels.ts';

describe('readOnnx', () => {
  it('takes one item also where another input is held, at values of one item or of all', () => {
    // F = x w beside u.
    const bytes = onnxModel({
      input: [3, 2],
      inputs: { u: [3, 1] },
      nodes: [
        { op: 'MatMul', inputs: ['x', 'w'], output: 'm' },
        { op: 'Concat', inputs: ['m', 'u'], attributes: attributes({ axis: 1 }) },
      ],
      weights: [floats('w', [2, 1], [1, 2])],
    });
    expect([...readOnnx(bytes, { inputs: { u: [7] } }).evaluate(Float64Array.of(1, 1))]).toEqual([3, 7]);
    const { batch, held } = readOnnxFunction(bytes, { inputs: { u: [7] } });
    expect([batch, ...(held.get('u')?.data ?? [])]).toEqual([3, 7, 7, 7]);
    expect(readOnnx(bytes, { inputs: { u: [7, 8, 9] } }).inputShape).toEqual([3, 2]);
  });

  it('takes one item where the axis of the batch is not the first, but named so', () => {
    const series = (axis: string): Uint8Array =>
      onnxModel({
        input: [3, axis, 2],
        outputRank: 3,
        nodes: [
          { op: 'Transpose', attributes: attributes({ perm: [1, 2, 0] }) },
          { op: 'Relu', inputs: ['y'], output: 'z' },
        ],
        outputs: ['z'],
      });
    expect(readOnnx(series('batch_size')).inputShape).toEqual([3, 1, 2]);
    expect(() => readOnnx(series('steps'))).toThrow("its input has shape '?x2', which leaves sizes open.");
  });

  it('takes all sizes of an input from the option inputShape where the file says nothing of its axes', () => {
    const model = fromBinary(ModelProtoSchema, onnxModel({ input: [1, 2], nodes: [{ op: 'Relu' }] }));
    const [{ type }] = model.graph?.input ?? [];
    if (type?.value.case === 'tensorType') delete type.value.value.shape;
    const bytes = toBinary(ModelProtoSchema, model);
    expect(readOnnx(bytes, { inputShape: [5] }).inputShape).toEqual([5]);
    expect(() => readOnnx(bytes)).toThrow('the file does not say of which shape its input is.');
  });

  it('takes an input of whole numbers also where it is cast to others first, and nothing else that is', () => {
    // F = 0.5 x.
    const model = fromBinary(
      ModelProtoSchema,
      onnxModel({
        input: [1, 2],
        nodes: [
          { op: 'Cast', output: 'whole', attributes: attributes({ to: TensorProto_DataType.INT32 }) },
          {
            op: 'Cast',
            inputs: ['whole'],
            output: 'float',
            attributes: attributes({ to: TensorProto_DataType.FLOAT }),
          },
          { op: 'Mul', inputs: ['float', 'half'] },
        ],
        weights: [floats('half', [], [0.5])],
      }),
    );
    const [{ type }] = model.graph?.input ?? [];
    const ofType = (elemType: TensorProto_DataType): Uint8Array => {
      if (type?.value.case === 'tensorType') type.value.value.elemType = elemType;
      return toBinary(ModelProtoSchema, model);
    };
    expect([...readOnnx(ofType(TensorProto_DataType.UINT8)).evaluate(Float64Array.of(3, 255))]).toEqual([1.5, 127.5]);
    expect(() => readOnnx(ofType(TensorProto_DataType.FLOAT))).toThrow('it rounds computed numbers');
  });

  it('divides what an input of whole numbers is held at as whole numbers are: 7 / 2 is 3', () => {
    const model = fromBinary(
      ModelProtoSchema,
      onnxModel({
        input: [1, 2],
        inputs: { u: [1] },
        nodes: [
          { op: 'Div', inputs: ['u', 'two'], output: 'half' },
          { op: 'Cast', inputs: ['half'], output: 'float', attributes: attributes({ to: TensorProto_DataType.FLOAT }) },
          { op: 'Mul', inputs: ['x', 'float'] },
        ],
        weights: [int64s('two', [2])],
      }),
    );
    const type = model.graph?.input[1].type;
    if (type?.value.case === 'tensorType') type.value.value.elemType = TensorProto_DataType.INT64;
    const network = readOnnx(toBinary(ModelProtoSchema, model), { inputs: { u: [7] } });
    expect([...network.evaluate(Float64Array.of(1, 2))]).toEqual([3, 6]);
  });
});
