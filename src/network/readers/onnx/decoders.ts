import { TensorProto_DataType as Type, type TensorProto } from 'onnx-buf';
import { float16 } from '../../../base/index.ts';

/** The two forms in which a model may hold numbers of a type: little-endian bytes, or a list. */
export interface Decoder {
  readonly bytes: number;
  readonly isInteger: boolean;
  raw(bytes: Uint8Array): Float64Array;
  list(tensor: TensorProto): Float64Array;
}

type View = { readonly length: number } & ArrayLike<number>;

type ViewOf = new (buffer: ArrayBufferLike, offset: number, length: number) => View;

/** A view that begins where numbers of its size may begin. */
function aligned(bytes: Uint8Array, make: ViewOf, size: number): View {
  const { buffer, byteOffset } = bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
  return new make(buffer, byteOffset, bytes.length / size);
}

function typed(
  make: ViewOf & { readonly BYTES_PER_ELEMENT: number },
  isInteger: boolean,
  list: (tensor: TensorProto) => ArrayLike<number>,
): Decoder {
  const bytes = make.BYTES_PER_ELEMENT;
  return {
    bytes,
    isInteger,
    raw: (raw) => new Float64Array(aligned(raw, make, bytes)),
    list: (tensor) => Float64Array.from(list(tensor)),
  };
}

/** Numbers of 64 bits, which are bigints. */
function wide(
  make: typeof BigInt64Array | typeof BigUint64Array,
  list: (tensor: TensorProto) => readonly bigint[],
): Decoder {
  return {
    bytes: 8,
    isInteger: true,
    raw: (raw) => Float64Array.from(new make(new Uint8Array(raw).buffer), Number),
    list: (tensor) => Float64Array.from(list(tensor), Number),
  };
}

/** Floats of 16 bits, by their bits. */
function half(value: (bits: number) => number): Decoder {
  return {
    bytes: 2,
    isInteger: false,
    raw: (raw) => Float64Array.from(aligned(raw, Uint16Array, 2), value),
    list: (tensor) => Float64Array.from(tensor.int32Data, value),
  };
}

const word = new DataView(new ArrayBuffer(4));

/** A bfloat16 is the upper half of a float32. */
function bfloat16(bits: number): number {
  word.setUint32(0, bits << 16);
  return word.getFloat32(0);
}

/** The registry: types of numbers that are read. */
export const decoders: ReadonlyMap<number, Decoder> = new Map<number, Decoder>([
  [Type.FLOAT, typed(Float32Array, false, ({ floatData }) => floatData)],
  [Type.DOUBLE, typed(Float64Array, false, ({ doubleData }) => doubleData)],
  [Type.FLOAT16, half(float16)],
  [Type.BFLOAT16, half(bfloat16)],
  [Type.INT8, typed(Int8Array, true, ({ int32Data }) => int32Data)],
  [Type.UINT8, typed(Uint8Array, true, ({ int32Data }) => int32Data)],
  [Type.INT16, typed(Int16Array, true, ({ int32Data }) => int32Data)],
  [Type.UINT16, typed(Uint16Array, true, ({ int32Data }) => int32Data)],
  [Type.INT32, typed(Int32Array, true, ({ int32Data }) => int32Data)],
  [Type.UINT32, typed(Uint32Array, true, ({ uint64Data }) => uint64Data.map(Number))],
  [Type.BOOL, typed(Uint8Array, true, ({ int32Data }) => int32Data)],
  [Type.INT64, wide(BigInt64Array, ({ int64Data }) => int64Data)],
  [Type.UINT64, wide(BigUint64Array, ({ uint64Data }) => uint64Data)],
]);
