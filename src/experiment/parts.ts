import type { Options } from 'yargs';
import { loadData, loadNetwork, type LoadedData, type LoadedNetwork } from '../catalogue/index.ts';
import { UserError } from '../errors.ts';
import { parseImages } from './images.ts';
import { namesIn } from './names.ts';

/** The options of every experiment that takes networks and their data. */
export const partsOptions = {
  networks: {
    type: 'string',
    default: 'mnist_convsmall,mnist_convmedium,mnist_convbig',
    describe: 'Names of the catalogue or paths of files, separated by commas; a path with a comma in double quotes',
  },
  data: { type: 'string', describe: "Name or file of the data set [default: the network's own]" },
} as const satisfies Record<string, Options>;

/** What the user says of networks and data. */
export interface PartsGiven {
  /** Names or paths of networks, separated by commas. */
  readonly networks: string;
  /** Name or path of the data; undefined: each network's own. */
  readonly data: string | undefined;
  /** As `parseImages` takes them. */
  readonly images: string;
}

/** A network as the user named it, with its data and the indices of the images to use. */
export interface Part {
  readonly given: string;
  readonly network: LoadedNetwork;
  readonly data: LoadedData;
  readonly images: readonly number[];
}

/** Loads the networks that are given, each with its data. @throws UserError also if two of them have one name */
export async function loadParts({ networks, data, images }: PartsGiven, seed: number): Promise<Part[]> {
  const parts = await Promise.all(namesIn('networks', networks).map((name) => loadPart(name, data, images, seed)));
  for (const [i, { network }] of parts.entries()) {
    const namesake = parts.slice(0, i).find((other) => other.network.name === network.name);
    if (namesake) throw sameName(network.name, namesake.network.file, network.file);
  }
  return parts;
}

/** All files of networks and data, each once. */
export function filesOf(parts: readonly Part[]): string[] {
  return [...new Set(parts.flatMap(({ network, data }) => [...network.files, data.file]))];
}

async function loadPart(given: string, dataGiven: string | undefined, images: string, seed: number): Promise<Part> {
  const network = await loadNetwork(given);
  const data = await loadData(network, dataGiven);
  return { given, network, data, images: parseImages(images, data.images.count, seed) };
}

function sameName(name: string, first: string, second: string): UserError {
  return new UserError(
    `--networks names two networks '${name}': ${first} and ${second}. Rows are told apart by the name: ` +
      'rename one file, or run them one at a time with an --artifacts of their own.',
  );
}
