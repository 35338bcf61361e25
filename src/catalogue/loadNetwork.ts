import { extname } from 'node:path';
import { checkOptions, UserError } from '../base/index.ts';
import { logitsOf, type Network, type Processing } from '../network/index.ts';
import { readNetworkFiles, type Ports, type ReadFiles, type ReadOptions } from '../network/readers/index.ts';
import { findEntry, locate } from './locate.ts';
import { networks, type PaperFigures } from './networks.ts';
import { centredRange, unitRange } from './processing.ts';

/** How a network that ends in a softmax or sigmoid was taken: whole, or up to what goes into that. */
export interface Ending {
  readonly fullNetwork: Network;
  readonly output: 'probability' | 'logits';
}

/** A network with all that the study needs to know of it. */
export interface LoadedNetwork {
  /** Its name in the catalogue, or the name of its file; of a model.json, that of its folder. */
  readonly name: string;
  readonly file: string;
  /** All files that it was read from. */
  readonly files: readonly string[];
  /** What the file has; absent of networks that were not read. */
  readonly ports?: Ports;
  /** Names of the input and the output that it goes from and to; absent of formats without names. */
  readonly input?: string;
  readonly output?: string;
  readonly network: Network;
  /** Of a network that ends in a softmax or sigmoid. */
  readonly ending?: Ending;
  readonly processing: Processing;
  /** Its data set in the catalogue; absent where neither the catalogue nor the input's size tells. */
  readonly dataset?: string;
  readonly paper?: PaperFigures;
}

/**
 * A network by its name in the catalogue or by its file.
 *
 * @param options what a file leaves open. The `output` may also be `logits` or `probability`, of a network that ends in
 *   a softmax or sigmoid: what goes into that, or what it gives; of any other they are names of outputs
 * @throws UserError if there is none (with the nearest name, or where was looked) or it cannot be read
 */
export async function loadNetwork(given: string, options: ReadOptions = {}): Promise<LoadedNetwork> {
  checkOptions(options);
  const { name, file, entry } = locate('networks', given, networks);
  const read = await readOutput(name, file, options);
  if (entry) {
    const { dataset, processing, paper } = entry;
    return { name, file, ...read, processing, dataset, ...(paper && { paper }) };
  }
  const dataset = datasetFor(read.network);
  return { name, file, ...read, processing: processingFor(file, read.network), ...(dataset && { dataset }) };
}

/** What a file gives, up to its last softmax or sigmoid if logits are asked for. */
async function readOutput(
  name: string,
  file: string,
  options: ReadOptions,
): Promise<ReadFiles & Pick<LoadedNetwork, 'ending'>> {
  const { output, ...others } = options;
  const kind = output === 'logits' || output === 'probability' ? output : undefined;
  const read = await readNetworkFiles(file, kind === undefined ? options : others);
  const { network: fullNetwork } = read;
  const logits = logitsOf(fullNetwork);
  if (logits === undefined)
    return kind === undefined ? read : readNetworkFiles(file, options).catch(tellWithout(kind, name));
  return {
    ...read,
    network: kind === 'logits' ? logits : fullNetwork,
    ending: { fullNetwork, output: kind ?? 'probability' },
  };
}

/** What is thrown where a network has neither an output of a kind nor one of that name. */
function tellWithout(kind: string, name: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `${name} ends in no softmax or sigmoid, so that the output ${kind} would be one by name; and ${error.message}`,
    );
  };
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
