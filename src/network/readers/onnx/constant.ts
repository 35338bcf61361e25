import { TensorProto_DataLocation, TensorProto_DataType, type TensorProto } from 'onnx-buf';
import { UserError } from '../../../base/index.ts';
import { formatShape, sizeOf } from '../../shape.ts';
import { decoders } from './decoders.ts';
import type { Constant } from './value.ts';

/** Contents of the files beside a model, by the names that it gives them. */
export type External = ReadonlyMap<string, Uint8Array>;

/** Where the numbers of a tensor stand in another file. */
export interface Location {
  readonly file: string;
  readonly offset: number;
  /** Bytes; undefined for all that follow. */
  readonly length: number | undefined;
}

/** The numbers of a tensor that stands in the model or in a file beside it, as float64. */
export function decodeConstant(tensor: TensorProto, external: External = new Map()): Constant {
  const shape = tensor.dims.map(Number);
  const name = `the tensor '${tensor.name}'`;
  const decoder = decoders.get(tensor.dataType);
  if (decoder === undefined) {
    const type = TensorProto_DataType[tensor.dataType] as string | undefined;
    const known = [...decoders.keys()].map((of) => TensorProto_DataType[of]).join(', ');
    throw new UserError(`${name} has type ${type ?? tensor.dataType}; supported: ${known}.`);
  }
  const location = locationOf(tensor);
  const raw = location === undefined ? tensor.rawData : bytesAt(name, location, external);
  const whole = raw.length > 0 && raw.length % decoder.bytes === 0;
  const data = whole ? decoder.raw(raw) : decoder.list(tensor);
  if (data.length !== sizeOf(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new UserError(
      `${name} holds ${data.length} numbers, but its shape is ${formatShape(shape)}; the file is damaged.`,
    );
  }
  return { kind: 'constant', shape, data, isInteger: decoder.isInteger };
}

/** Undefined for a tensor that stands in the model itself. */
export function locationOf({ dataLocation, externalData, name }: TensorProto): Location | undefined {
  if (dataLocation !== TensorProto_DataLocation.EXTERNAL) return undefined;
  const entries = new Map(externalData.map(({ key, value }) => [key, value]));
  const file = entries.get('location');
  const [offset, length] = ['offset', 'length'].map((key) => (entries.has(key) ? Number(entries.get(key)) : undefined));
  const isCount = (number = 0): boolean => Number.isSafeInteger(number) && number >= 0;
  if (file === undefined || file === '' || !isCount(offset) || !isCount(length)) {
    throw new UserError(`the tensor '${name}' stands in another file, but does not say where; the model is damaged.`);
  }
  return { file, offset: offset ?? 0, length };
}

/** The bytes of a tensor in another file. @param name of the tensor, for messages */
export function bytesAt(name: string, { file, offset, length }: Location, external: External): Uint8Array {
  const bytes = external.get(file);
  if (bytes === undefined)
    throw new UserError(`${name} stands in the file '${file}', which was not given with the model.`);
  const end = length === undefined ? bytes.length : offset + length;
  if (end <= bytes.length) return bytes.subarray(offset, end);
  throw new UserError(
    `${name} stands in the file '${file}' up to byte ${end}, but that has ${bytes.length}; it is cut off or of another model.`,
  );
}
