import { float16, UserError } from '../../../base/index.ts';
import { unknownName } from '../../../names/index.ts';
import type { Fields } from './fields.ts';

/** How numbers of a type stand in a file: little-endian. */
interface Encoding {
  readonly bytes: number;
  decode(buffer: ArrayBuffer): ArrayLike<number>;
}

/** The types of numbers that stand for themselves. */
const plain = new Map<string, Encoding>([
  ['float32', { bytes: 4, decode: (buffer) => new Float32Array(buffer) }],
  ['int32', { bytes: 4, decode: (buffer) => new Int32Array(buffer) }],
  ['bool', { bytes: 1, decode: (buffer) => new Uint8Array(buffer) }],
]);

/** The types to which the converter shrinks weights. */
const quantised = new Map<string, Encoding>([
  ['float16', { bytes: 2, decode: (buffer) => Array.from(new Uint16Array(buffer), float16) }],
  ['uint8', { bytes: 1, decode: (buffer) => new Uint8Array(buffer) }],
  ['uint16', { bytes: 2, decode: (buffer) => new Uint16Array(buffer) }],
]);

/** Bytes that a number of a tensor takes in its file. */
export function bytesPerNumber(tensor: Fields): number {
  return encodingOf(tensor).bytes;
}

/**
 * The numbers of a tensor; quantised ones are `scale * q + min` in float32, or the nearest whole one, as TensorFlow.js
 * computes them.
 */
export function decodeNumbers(tensor: Fields, bytes: Uint8Array<ArrayBuffer>): Float64Array {
  const numbers = Float64Array.from(encodingOf(tensor).decode(bytes.buffer));
  const quantisation = tensor.has('quantization') ? tensor.object('quantization') : undefined;
  if (quantisation === undefined || quantisation.text('dtype') === 'float16') return numbers;
  const [scale, min] = [quantisation.number('scale'), quantisation.number('min')];
  const round = tensor.text('dtype') === 'int32' ? Math.round : Math.fround;
  return numbers.map((q) => round(scale * q + min));
}

function encodingOf(tensor: Fields): Encoding {
  const [encodings, holder] = tensor.has('quantization') ? [quantised, tensor.object('quantization')] : [plain, tensor];
  const type = holder.text('dtype');
  const encoding = encodings.get(type);
  if (encoding !== undefined) return encoding;
  throw new UserError(
    `the tensor '${tensor.text('name')}': ${unknownName('type', type, [...encodings.keys()]).message}`,
  );
}
