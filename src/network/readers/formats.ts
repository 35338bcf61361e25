import { UserError } from '../../base/index.ts';
import type { Network } from '../network.ts';
import type { Companions } from './companions.ts';
import { readEran } from './eran/index.ts';
import { layersModelOf, type LayersModelFiles } from './keras/index.ts';
import { externalFilesOf, onnxPorts, readOnnxFunction, type External } from './onnx/index.ts';
import type { ReadOptions } from './options.ts';
import type { Ports } from './ports.ts';
import { readTfjsFunction, tfjsPorts, weightGroupsOf } from './tfjs/index.ts';

/** An output of a file as a function of an input, with their names in formats that have such. */
export interface Read {
  readonly network: Network;
  readonly input?: string;
  readonly output?: string;
}

/** A format of networks. Its functions throw UserErrors that say where in the file. */
export interface Format {
  /** A file of Keras, as the file and those beside it that the format has. */
  readonly unpack?: (bytes: Uint8Array) => LayersModelFiles;
  /** @param others contents of the files that `others` names */
  read(bytes: Uint8Array, others: readonly Uint8Array[], options: ReadOptions): Read;
  /** Files that belong to it. */
  others(bytes: Uint8Array): readonly Companions[];
  ports(bytes: Uint8Array): Ports;
}

export const onnx: Format = { read: readOnnxWith, others: externalFilesOf, ports: onnxPorts };
const eran: Format = {
  read: plain((bytes, memory) => readEran(new TextDecoder().decode(bytes), memory)),
  others: () => [],
  ports: () => ({ inputs: [], outputs: [] }),
};
export const layersModel: Format = { read: readTfjsFunction, others: weightGroupsOf, ports: tfjsPorts };

const keras: Format = { ...layersModel, unpack: layersModelOf };

/** Files beside an ONNX model come in the order in which it names them. */
function readOnnxWith(bytes: Uint8Array, others: readonly Uint8Array[], options: ReadOptions): Read {
  const { network, input, output } = readOnnxFunction(bytes, { ...options, external: externalIn(bytes, others) });
  return { network, input: input.name, output: output.name };
}

/** The files beside an ONNX model by their names. */
export function externalIn(bytes: Uint8Array, others: readonly Uint8Array[]): External {
  const names = externalFilesOf(bytes).flatMap((companions) => companions.names);
  return new Map(names.map((name, i) => [name, others[i]]));
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
export const formats = new Map<string, Format>([
  ['.onnx', onnx],
  ['.eran', eran],
  ['.tf', eran],
  ['.pyt', eran],
  ['.json', layersModel],
  ['.keras', keras],
  ['.h5', keras],
  ['.hdf5', keras],
]);
