import type * as Library from 'onnxruntime-web';
import { float16, float16Bits } from '../base/index.ts';
import { sizeOf, type Shape } from '../network/index.ts';
import type { Placed } from '../network/readers/index.ts';

type DataType = keyof Library.Tensor.DataTypeMap;

/** Numbers in ONNX's axes. */
export interface Values {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** How numbers become elements of a tensor, by its type. */
export const encoders: Partial<Record<DataType, (numbers: Float64Array) => Library.Tensor.DataType>> = {
  float16: (numbers) => Uint16Array.from(numbers, float16Bits),
  float32: (numbers) => Float32Array.from(numbers),
  float64: (numbers) => numbers,
  int8: (numbers) => Int8Array.from(numbers),
  uint8: (numbers) => Uint8Array.from(numbers),
  int16: (numbers) => Int16Array.from(numbers),
  uint16: (numbers) => Uint16Array.from(numbers),
  int32: (numbers) => Int32Array.from(numbers),
  uint32: (numbers) => Uint32Array.from(numbers),
  int64: (numbers) => BigInt64Array.from(numbers, (number) => BigInt(Math.round(number))),
  uint64: (numbers) => BigUint64Array.from(numbers, (number) => BigInt(Math.round(number))),
  bool: (numbers) => Uint8Array.from(numbers, (number) => Number(number !== 0)),
};

/** The numbers of a tensor's elements. */
export function decoded(data: Library.Tensor.DataType, type: DataType): Float64Array {
  if (type === 'float16' && data instanceof Uint16Array) return Float64Array.from(data, float16);
  return Float64Array.from(data as ArrayLike<number | bigint>, Number);
}

/** Values in the order in which ONNX has them. */
export function inOnnxOrder(ours: Float64Array, { shape, order }: Placed): Float64Array {
  const result = new Float64Array(sizeOf(shape));
  for (let i = 0; i < result.length; i++) result[i] = ours[order[i]];
  return result;
}
