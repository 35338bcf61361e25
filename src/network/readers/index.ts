import type { Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { checkText, UserError, within } from '../../base/index.ts';
import { unknownName } from '../../names/index.ts';
import type { Network } from '../network.ts';
import { companionPaths, readCompanions, type Companions } from './companions.ts';
import { readEran } from './eran/index.ts';
import { externalFilesOf, onnxPorts, readOnnxFunction, type External } from './onnx/index.ts';
import { beginningOf, foreignContent, foreignExtension } from './foreign.ts';
import { checkReadOptions, type ReadOptions } from './options.ts';
import type { Ports } from './ports.ts';
import { readTfjsFunction, tfjsPorts, weightGroupsOf } from './tfjs/index.ts';

export { readEran } from './eran/index.ts';
export {
  forOnnxRuntime,
  otherFloats,
  onnxLogits,
  onnxPorts,
  readOnnx,
  readOnnxFunction,
  withLogits,
  writeOnnx,
  type External,
  type OnnxFunction,
  type OnnxOptions,
  type Placed,
} from './onnx/index.ts';
export type { ReadOptions } from './options.ts';
export { formatSizes, type Port, type Ports } from './ports.ts';
export { isGraphModel, readTfjs, readTfjsFunction, tfjsPorts, weightFilesOf, type TfjsFunction } from './tfjs/index.ts';

/** An output of a file as a function of an input, with their names in formats that have such. */
interface Read {
  readonly network: Network;
  readonly input?: string;
  readonly output?: string;
}

/** A format of networks. Its functions throw UserErrors that say where in the file. */
interface Format {
  /** @param others contents of the files that `others` names */
  read(bytes: Uint8Array, others: readonly Uint8Array[], options: ReadOptions): Read;
  /** Files that belong to it. */
  others(bytes: Uint8Array): readonly Companions[];
  ports(bytes: Uint8Array): Ports;
}

const onnx: Format = { read: readOnnxWith, others: externalFilesOf, ports: onnxPorts };
const eran: Format = {
  read: plain((bytes, memory) => readEran(new TextDecoder().decode(bytes), memory)),
  others: () => [],
  ports: () => ({ inputs: [], outputs: [] }),
};
const layersModel: Format = { read: readTfjsFunction, others: weightGroupsOf, ports: tfjsPorts };

/** Files beside an ONNX model come in the order in which it names them. */
function readOnnxWith(bytes: Uint8Array, others: readonly Uint8Array[], options: ReadOptions): Read {
  const { network, input, output } = readOnnxFunction(bytes, { ...options, external: externalIn(bytes, others) });
  return { network, input: input.name, output: output.name };
}

function externalIn(bytes: Uint8Array, others: readonly Uint8Array[]): External {
  const names = externalFilesOf(bytes).flatMap((companions) => companions.names);
  return new Map(names.map((name, i) => [name, others[i]]));
}

/** Contents of a file and of those that it names, with the paths of all. */
interface Opened {
  readonly bytes: Uint8Array;
  readonly others: readonly Uint8Array[];
  readonly paths: readonly string[];
}

/** @throws UserError if one of them cannot be read */
async function openFiles(path: string, format: Format): Promise<Opened> {
  const bytes = await readBytes(path);
  const foreign = foreignContent(bytes);
  if (foreign !== undefined) throw new UserError(`${path}: ${foreign}`);
  const named = within(
    () => path,
    () => format.others(bytes),
  );
  return { bytes, others: await readCompanions(path, named), paths: [path, ...companionPaths(path, named)] };
}

/**
 * The bytes of an ONNX file and of the files beside it that hold its weights.
 *
 * @throws UserError if it cannot be read
 */
export async function openOnnx(path: string): Promise<{ bytes: Uint8Array; external: External }> {
  const { bytes, others } = await openFiles(path, onnx);
  return { bytes, external: externalIn(bytes, others) };
}

/** The bytes of a `model.json` and of the files of its weights. @throws UserError if it cannot be read */
export async function openTfjs(path: string): Promise<{ bytes: Uint8Array; files: readonly Uint8Array[] }> {
  const { bytes, others } = await openFiles(path, layersModel);
  return { bytes, files: others };
}

/** How a format is read that leaves nothing open. */
function plain(read: (bytes: Uint8Array, bound: Pick<ReadOptions, 'memory'>) => Network): Format['read'] {
  return (bytes, _, { memory, ...options }) => {
    const given = Object.keys(options);
    if (given.length === 0) return { network: read(bytes, { ...(memory !== undefined && { memory }) }) };
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

/** A network with what its file is made of, and the names that its input and output have there. */
export interface ReadFiles extends Read {
  /** Paths: of the named file first, then of those of its weights. */
  readonly files: readonly string[];
  readonly ports: Ports;
}

/** As `readNetwork`, with the paths of all files that were read: the named one first, then those of its weights. */
export async function readNetworkFiles(given: string, options: ReadOptions = {}): Promise<ReadFiles> {
  checkText('path of a network', given);
  checkReadOptions(options);
  const path = await fileAt(given);
  const extension = extname(path).toLowerCase();
  const format = formats.get(extension);
  if (format === undefined) throw new UserError(`${path}: ${await otherFormat(path, extension)}`);
  const { bytes, others, paths } = await openFiles(path, format);
  return {
    ...within(
      () => path,
      () => format.read(bytes, others, { memory: process.availableMemory(), ...options }),
    ),
    files: paths,
    ports: format.ports(bytes),
  };
}

/** What is wrong with a file whose extension is none of a format. */
async function otherFormat(path: string, extension: string): Promise<string> {
  const content = foreignContent(await beginningOf(path));
  return content ?? foreignExtension(extension) ?? unknownName('extension', extension, [...formats.keys()]).message;
}

/** @throws UserError of a folder without a `model.json` */
async function fileAt(path: string): Promise<string> {
  if ((await statusOf(path))?.isDirectory() !== true) return path;
  const file = join(path, 'model.json');
  if ((await statusOf(file)) !== undefined) return file;
  if ((await statusOf(join(path, 'saved_model.pb'))) !== undefined)
    throw new UserError(`${path}: ${foreignExtension('.pb') ?? ''}`);
  throw new UserError(`The folder ${path} has no model.json; give the path of the network's file.`);
}

function statusOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined);
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`The network file ${path} cannot be read: ${reason}.`);
  }
}
