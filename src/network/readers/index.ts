import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { UserError, within } from '../../base/index.ts';
import { unknownName } from '../../names/index.ts';
import type { Network } from '../network.ts';
import { companionPaths, readCompanions, type Companions } from './companions.ts';
import { readEran } from './eran/index.ts';
import { externalFilesOf, readOnnx } from './onnx/index.ts';
import type { ReadOptions } from './options.ts';
import { readTfjs, weightGroupsOf } from './tfjs/index.ts';

export { readEran } from './eran/index.ts';
export { readOnnx, writeOnnx } from './onnx/index.ts';
export type { ReadOptions } from './options.ts';
export { readTfjs, weightFilesOf } from './tfjs/index.ts';

/** A format of networks. Both functions throw UserErrors that say where in the file. */
interface Format {
  /** @param others contents of the files that `others` names */
  read(bytes: Uint8Array, others: readonly Uint8Array[], options: ReadOptions): Network;
  /** Files that belong to it. */
  others(bytes: Uint8Array): readonly Companions[];
}

const alone = (): readonly Companions[] => [];
const onnx: Format = { read: readOnnxWith, others: externalFilesOf };
const eran: Format = { read: plain((bytes) => readEran(new TextDecoder().decode(bytes))), others: alone };
const layersModel: Format = { read: readTfjs, others: weightGroupsOf };

/** Files beside an ONNX model come in the order in which it names them. */
function readOnnxWith(bytes: Uint8Array, others: readonly Uint8Array[], options: ReadOptions): Network {
  const names = externalFilesOf(bytes).flatMap((companions) => companions.names);
  return readOnnx(bytes, { ...options, external: new Map(names.map((name, i) => [name, others[i]])) });
}

/** How a format is read that leaves nothing open. */
function plain(read: (bytes: Uint8Array) => Network): Format['read'] {
  return (bytes, _, options) => {
    const given = Object.keys(options);
    if (given.length === 0) return read(bytes);
    throw new UserError(`the option ${given[0]} is of use only for ONNX and TensorFlow.js models.`);
  };
}

/** The registry: the formats, by the extension of their files. */
const formats = new Map<string, Format>([
  ['.onnx', onnx],
  ['.eran', eran],
  ['.tf', eran],
  ['.pyt', eran],
  ['.json', layersModel],
]);

/**
 * Reads a network from a file, in the format that the extension names, or from the `model.json` of a folder.
 *
 * @throws UserError that begins with the path
 */
export async function readNetwork(given: string, options?: ReadOptions): Promise<Network> {
  return (await readNetworkFiles(given, options)).network;
}

/** As `readNetwork`, with the paths of all files that were read: the named one first, then those of its weights. */
export async function readNetworkFiles(
  given: string,
  options: ReadOptions = {},
): Promise<{ network: Network; files: readonly string[] }> {
  const path = await fileAt(given);
  const extension = extname(path).toLowerCase();
  const format = formats.get(extension);
  if (format === undefined) {
    const { message } = unknownName('extension', extension, [...formats.keys()]);
    throw new UserError(`${path}: ${message}`);
  }
  const bytes = await readBytes(path);
  const others = within(
    () => path,
    () => format.others(bytes),
  );
  const contents = await readCompanions(path, others);
  return {
    network: within(
      () => path,
      () => format.read(bytes, contents, options),
    ),
    files: [path, ...companionPaths(path, others)],
  };
}

async function fileAt(path: string): Promise<string> {
  const status = await stat(path).catch(() => undefined);
  return status?.isDirectory() === true ? join(path, 'model.json') : path;
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`The network file ${path} cannot be read: ${reason}.`);
  }
}
