import { extname } from 'node:path';
import type { Network } from '../network/index.ts';
import { readNetworkFiles, type ReadOptions } from '../network/readers/index.ts';
import type { Processing } from '../processing.ts';
import { findEntry, locate } from './locate.ts';
import { networks, type PaperFigures } from './networks.ts';
import { centredRange, unitRange } from './processing.ts';

/** A network with all that the study needs to know of it. */
export interface LoadedNetwork {
  /** Its name in the catalogue, or the name of its file; of a model.json, that of its folder. */
  readonly name: string;
  readonly file: string;
  /** All files that it was read from. */
  readonly files: readonly string[];
  readonly network: Network;
  readonly processing: Processing;
  /** Its data set in the catalogue; absent where neither the catalogue nor the input's size tells. */
  readonly dataset?: string;
  readonly paper?: PaperFigures;
}

/**
 * A network by its name in the catalogue or by its file.
 *
 * @param options how a file that leaves them open is read: which of several outputs, sizes of the input
 * @throws UserError if there is none (with the nearest name, or where was looked) or it cannot be read
 */
export async function loadNetwork(given: string, options: ReadOptions = {}): Promise<LoadedNetwork> {
  const { name, file, entry } = locate('networks', given, networks);
  const { network, files } = await readNetworkFiles(file, options);
  if (entry) {
    const { dataset, processing, paper } = entry;
    return { name, file, files, network, processing, dataset, ...(paper && { paper }) };
  }
  const dataset = datasetFor(network);
  return { name, file, files, network, processing: processingFor(file, network), ...(dataset && { dataset }) };
}

/** True if a network of the catalogue is here, bundled or fetched. */
export function isPresent(name: string): boolean {
  const entry = networks.find((candidate) => candidate.name === name);
  return entry !== undefined && findEntry('networks', entry) !== undefined;
}

const cifarPixels = 32 * 32 * 3;

function datasetFor({ inputSize }: Network): string | undefined {
  return new Map([
    [28 * 28, 'mnist_test'],
    [cifarPixels, 'cifar10_test'],
  ]).get(inputSize);
}

function processingFor(file: string, { inputSize, nodes }: Network): Processing {
  const eranText = ['.eran', '.tf', '.pyt'].includes(extname(file).toLowerCase());
  const plain = !nodes.some(({ layer }) => layer.type === 'Conv2D' || layer.type === 'Normalize');
  return eranText && plain && inputSize === cifarPixels ? centredRange : unitRange;
}
