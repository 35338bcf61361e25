import { TensorProto_DataLocation, TensorProto_DataType, type TensorProto } from 'onnx-buf';
import { UserError } from '../../../errors.ts';
import { formatShape, sizeOf } from '../../shape.ts';
import type { Constant } from './value.ts';

type Numbers = ArrayLike<number | bigint>;

/** The two forms in which a model may hold numbers of a type: little-endian bytes, or a list. */
interface Decoder {
  readonly bytes: number;
  raw(buffer: ArrayBuffer): Numbers;
  list(tensor: TensorProto): Numbers;
}

const decoders = new Map<number, Decoder>([
  [TensorProto_DataType.FLOAT, { bytes: 4, raw: (buffer) => new Float32Array(buffer), list: (tensor) => tensor.floatData }],
  [TensorProto_DataType.DOUBLE, { bytes: 8, raw: (buffer) => new Float64Array(buffer), list: (tensor) => tensor.doubleData }],
  [TensorProto_DataType.INT32, { bytes: 4, raw: (buffer) => new Int32Array(buffer), list: (tensor) => tensor.int32Data }],
  [TensorProto_DataType.INT64, { bytes: 8, raw: (buffer) => new BigInt64Array(buffer), list: (tensor) => tensor.int64Data }],
]);

/** The numbers of a tensor that stands in the model, as float64. */
export function decodeConstant(tensor: TensorProto): Constant {
  const shape = tensor.dims.map(Number);
  const name = `the tensor '${tensor.name}'`;
  const decoder = decoders.get(tensor.dataType);
  if (decoder === undefined) {
    const type = TensorProto_DataType[tensor.dataType] as string | undefined;
    throw new UserError(`${name} has type ${type ?? tensor.dataType}; supported: FLOAT, DOUBLE, INT32, INT64.`);
  }
  if (tensor.dataLocation === TensorProto_DataLocation.EXTERNAL) {
    throw new UserError(`${name} stands in another file; save the model with its weights in one file.`);
  }
  const { rawData } = tensor;
  const whole = rawData.length % decoder.bytes === 0;
  const numbers = rawData.length > 0 && whole ? decoder.raw(Uint8Array.from(rawData).buffer) : decoder.list(tensor);
  if (numbers.length !== sizeOf(shape)) {
    throw new UserError(`${name} holds ${numbers.length} numbers, but its shape is ${formatShape(shape)}; the file is damaged.`);
  }
  return { kind: 'constant', shape, data: Float64Array.from(numbers, Number) };
}
