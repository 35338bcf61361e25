import { zipSync } from 'fflate';
import { checkBytes, checkMap, checkText, UserError } from '../base/index.ts';
import type { NdArray } from './ndArray.ts';
import { readNpy, writeNpy } from './npy.ts';
import { filesOfZip } from './zip.ts';

const extension = '.npy';
/** What every archive is dated, so that equal arrays make equal bytes: the first day that zip knows. */
const date = new Date(1980, 0, 1);

/**
 * Reads NumPy's `.npz`: arrays by name, those of `numpy.savez` and `numpy.savez_compressed`.
 *
 * @param path names the file in errors
 * @throws UserError if it is no zip file, claims to hold what cannot be in it, or an array is damaged
 */
export function readNpz(bytes: Uint8Array, path: string): Map<string, NdArray> {
  checkText('name of the file', path);
  checkBytes(`content of ${path}`, bytes);
  const files = [...unzipped(bytes, path)];
  if (files.length === 0) throw new UserError(`${path} holds no NumPy array (a file that ends with ${extension}).`);
  return new Map(files.map(([name, file]) => [name.slice(0, -extension.length), readNpy(file, `${path}:${name}`)]));
}

/** Writes arrays by name as float64, packed without compression, as `numpy.savez` does. */
export function writeNpz(arrays: ReadonlyMap<string, Pick<NdArray, 'shape' | 'data'>>): Uint8Array {
  checkMap('list of arrays', arrays);
  const files = Object.fromEntries([...arrays].map(([name, array]) => [name + extension, writeNpy(array)]));
  return zipSync(files, { level: 0, mtime: date });
}

function unzipped(bytes: Uint8Array, path: string): Map<string, Uint8Array> {
  try {
    return filesOfZip(bytes, (name) => name.endsWith(extension));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${path} is no zip file of NumPy arrays: ${reason}`);
  }
}
