import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { UserError, unknownName, within } from '../../errors.ts';
import type { Network } from '../network.ts';
import { readEran } from './eran/index.ts';
import { readOnnx } from './onnx/index.ts';

export { readEran } from './eran/index.ts';
export { readOnnx, writeOnnx } from './onnx/index.ts';

type Reader = (bytes: Uint8Array) => Network;

const readText: Reader = (bytes) => readEran(new TextDecoder().decode(bytes));

/** The registry: the formats of networks, by the extension of their files. */
const readers = new Map<string, Reader>([
  ['.onnx', readOnnx],
  ['.eran', readText],
  ['.tf', readText],
  ['.pyt', readText],
]);

/**
 * Reads a network from a file, in the format that the extension names.
 *
 * @throws UserError that begins with the path
 */
export async function readNetwork(path: string): Promise<Network> {
  const extension = extname(path).toLowerCase();
  const read = readers.get(extension);
  if (read === undefined) {
    const { message } = unknownName('extension', extension, [...readers.keys()]);
    throw new UserError(`${path}: ${message}`);
  }
  const bytes = await readBytes(path);
  return within(() => path, () => read(bytes));
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`The network file ${path} cannot be read: ${reason}.`);
  }
}
