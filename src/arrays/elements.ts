import { float16, UserError } from '../base/index.ts';

/** A kind of number in a file: its name in NumPy, bytes of one, and how many of them are read at once. */
export interface Element {
  readonly name: string;
  readonly bytes: number;
  readonly read: (view: DataView, little: boolean) => Float64Array;
}

type Getter = (view: DataView, offset: number, little: boolean) => number;

function element(name: string, bytes: number, get: Getter): Element {
  const read = (view: DataView, little: boolean): Float64Array => {
    const numbers = new Float64Array(view.byteLength / bytes);
    for (let i = 0; i < numbers.length; i++) numbers[i] = get(view, i * bytes, little);
    return numbers;
  };
  return { name, bytes, read };
}

/** By NumPy's code of kind and bytes, which stands behind the byte order: the `f4` of `<f4`. */
const elements = new Map<string, Element>([
  ['b1', element('bool', 1, (view, at) => view.getUint8(at))],
  ['u1', element('uint8', 1, (view, at) => view.getUint8(at))],
  ['i1', element('int8', 1, (view, at) => view.getInt8(at))],
  ['u2', element('uint16', 2, (view, at, little) => view.getUint16(at, little))],
  ['i2', element('int16', 2, (view, at, little) => view.getInt16(at, little))],
  ['u4', element('uint32', 4, (view, at, little) => view.getUint32(at, little))],
  ['i4', element('int32', 4, (view, at, little) => view.getInt32(at, little))],
  ['u8', element('uint64', 8, (view, at, little) => exactly(view.getBigUint64(at, little)))],
  ['i8', element('int64', 8, (view, at, little) => exactly(view.getBigInt64(at, little)))],
  ['f2', element('float16', 2, (view, at, little) => float16(view.getUint16(at, little)))],
  ['f4', element('float32', 4, (view, at, little) => view.getFloat32(at, little))],
  ['f8', element('float64', 8, (view, at, little) => view.getFloat64(at, little))],
]);

/**
 * The kind of number and the byte order that a descriptor like `<f4` or `|u1` names.
 *
 * @throws UserError if it is none of the real numbers that NumPy writes
 */
export function elementOf(descriptor: string, path: string): { element: Element; little: boolean } {
  const element = elements.get(descriptor.slice(1));
  if (element !== undefined && /^[<>|=]/.test(descriptor)) return { element, little: !descriptor.startsWith('>') };
  const known = [...elements.values()].map(({ name }) => name).join(', ');
  const advice = descriptor.endsWith('O') ? 'Python objects; save an array of numbers' : 'expected one of real numbers';
  throw new UserError(`${path} is an array of type '${descriptor}', ${advice}: ${known}.`);
}

/** @throws UserError if a float64 does not hold it */
function exactly(integer: bigint): number {
  const number = Number(integer);
  if (BigInt(number) === integer) return number;
  throw new UserError(`The integer ${integer} of an array has no float64; save the array as float64.`);
}
