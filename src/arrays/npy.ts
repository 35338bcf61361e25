import { checkBytes, checkList, checkRecord, checkText, checkVector, isWhole, UserError } from '../base/index.ts';
import { elementOf } from './elements.ts';
import { countOf, formatAxes, gathered, type NdArray } from './ndArray.ts';

const magic = '\x93NUMPY';
/** Bytes of magic and version. */
const preamble = 8;
/** Data begin at a multiple of it. */
const alignment = 64;

interface Header {
  readonly descriptor: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
}

/**
 * Reads NumPy's `.npy`, versions 1 to 3: real numbers of any type and byte order, in C or Fortran order.
 *
 * @param path names the array in errors
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 * @throws UserError if it is none, is cut or holds what is no number
 */
export function readNpy(bytes: Uint8Array, path: string): NdArray {
  checkText('name of the array', path);
  checkBytes(`content of ${path}`, bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { text, start } = headerText(bytes, view, path);
  const { descriptor, fortran, shape } = parseHeader(text, path);
  const { element, little } = elementOf(descriptor, path);
  const expected = countOf(shape) * element.bytes;
  const held = bytes.byteLength - start;
  if (held !== expected) {
    throw new UserError(
      `${path} has ${held} bytes of data, expected ${expected} for ${formatAxes(shape)} of ${element.name}; it is truncated or damaged.`,
    );
  }
  const data = element.read(new DataView(bytes.buffer, bytes.byteOffset + start, held), little);
  return { shape, data: fortran ? inRowsOf(data, shape) : data, type: element.name };
}

/** Writes version 1.0 of the format: float64, little-endian, C order. @throws UserError unless data and shape fit */
export function writeNpy(array: Pick<NdArray, 'shape' | 'data'>): Uint8Array {
  checkRecord('array', array, 'shape and data');
  const { shape, data } = array;
  checkList('shape of the array', shape);
  checkVector('list of its numbers', data);
  if (!shape.every((size) => isWhole(size, 0, Number.MAX_SAFE_INTEGER)) || countOf(shape) !== data.length)
    throw new UserError(`An array of ${formatAxes(shape)} has ${countOf(shape)} numbers, not ${data.length}.`);
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '<f8', 'fortran_order': False, 'shape': (${tuple}), }`;
  const start = Math.ceil((preamble + 2 + dictionary.length + 1) / alignment) * alignment;
  const bytes = new Uint8Array(start + 8 * data.length);
  const view = new DataView(bytes.buffer);
  bytes.set(Uint8Array.from(`${magic}\x01\x00`, (letter) => letter.charCodeAt(0)));
  view.setUint16(preamble, start - preamble - 2, true);
  bytes.set(new TextEncoder().encode(`${dictionary.padEnd(start - preamble - 3)}\n`), preamble + 2);
  for (let i = 0; i < data.length; i++) view.setFloat64(start + 8 * i, data[i], true);
  return bytes;
}

function headerText(bytes: Uint8Array, view: DataView, path: string): { text: string; start: number } {
  if (bytes.length < preamble + 4 || String.fromCharCode(...bytes.subarray(0, magic.length)) !== magic) {
    throw new UserError(`${path} is no NumPy array: it does not begin as numpy.save writes it.`);
  }
  const version = bytes[magic.length];
  if (version < 1 || version > 3)
    throw new UserError(`${path} is of version ${version} of NumPy's format; expected 1, 2 or 3.`);
  const sizeBytes = version === 1 ? 2 : 4;
  const start =
    preamble + sizeBytes + (version === 1 ? view.getUint16(preamble, true) : view.getUint32(preamble, true));
  if (start > bytes.length) throw new UserError(`${path} ends within its header; it is truncated or damaged.`);
  return { text: new TextDecoder().decode(bytes.subarray(preamble + sizeBytes, start)), start };
}

/** The header is a Python dictionary with these three keys. */
function parseHeader(text: string, path: string): Header {
  const descriptor = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  if (descriptor === undefined || order === undefined || shape === undefined) {
    throw new UserError(
      `${path} has the header '${text.trim().slice(0, 80)}'; expected type, order and shape of one array of numbers.`,
    );
  }
  const sizes = shape
    .split(',')
    .map((size) => size.trim())
    .filter((size) => size !== '')
    .map(Number);
  return { descriptor, fortran: order === 'True', shape: sizes };
}

/** From Fortran order, the first axis fastest, to C order. */
function inRowsOf(data: Float64Array, shape: readonly number[]): Float64Array {
  return gathered(
    data,
    shape,
    shape.map((_, axis) => countOf(shape.slice(0, axis))),
  );
}
