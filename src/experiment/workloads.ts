import type { Options } from 'yargs';
import { findData, readData, type FoundData, type LoadedNetwork, type TableOptions } from '../catalogue/index.ts';
import { counted, UserError } from '../base/index.ts';
import { checkMemory } from './checkMemory.ts';
import { parseImages } from './images.ts';
import { namesIn } from './names.ts';
import { loadExplained, outputOption } from './output.ts';
import { readingOf, readingOptions, type Reading, type ReadingGiven } from './reading.ts';
import type { RunSettings } from './settings.ts';

/** The options of every experiment that takes networks and their data. */
export const workloadOptions = {
  networks: {
    type: 'string',
    default: 'mnist_convsmall,mnist_convmedium,mnist_convbig',
    describe: 'Names of the catalogue or paths of files, separated by commas; a path with a comma in double quotes',
  },
  ...readingOptions,
  output: outputOption,
  data: { type: 'string', describe: "Name or file of the data set [default: the network's own]" },
  'label-column': {
    type: 'string',
    describe: 'Of tabular data: name or index of the column of labels, or none [default: one called label or the like]',
  },
  scale: {
    type: 'string',
    choices: ['none', 'standardise'],
    describe: 'Of tabular data: columns as they are, or less their means, by their standard deviations [default: none]',
  },
  memory: {
    type: 'string',
    describe:
      'What each thread may take for a network with an exact answer, and for a batch of gradients, like 512MB or 2GB [default: what machine and device have]',
  },
} as const satisfies Record<string, Options>;

/** What the user says of networks and data. */
export interface WorkloadOptions extends ReadingGiven {
  /** Names or paths of networks, separated by commas. */
  readonly networks: string;
  /** Name or path of the data; undefined: each network's own. */
  readonly data: string | undefined;
  /** As `parseImages` takes them; undefined: the first ones. */
  readonly images: string | undefined;
  readonly labelColumn?: string | undefined;
  readonly scale?: TableOptions['scale'] | undefined;
}

/** What draws images and tells the user. */
type Settings = Pick<RunSettings, 'seed' | 'jobs' | 'progress'>;

/** A network as the user named it, with its data and the indices of the images to use. */
export interface Workload {
  readonly given: string;
  readonly reading: Reading;
  readonly network: LoadedNetwork;
  readonly data: FoundData;
  readonly images: readonly number[];
}

/**
 * Loads the networks that are given, each up to what is explained, with its data and images.
 *
 * @param usual how many images are taken, if there are so many, where none are given
 * @throws UserError if something cannot be loaded, if two networks would have one name in the rows, or if exact answers
 *   need more memory than there is
 */
export async function loadWorkloads(given: WorkloadOptions, usual: number, settings: Settings): Promise<Workload[]> {
  const reading = await readingOf(given);
  const workloads = await Promise.all(
    namesIn('networks', given.networks).map((name) => loadWorkload(name, reading, given, usual, settings)),
  );
  for (const [i, { network }] of workloads.entries()) {
    const namesake = workloads.slice(0, i).find((other) => other.network.name === network.name);
    if (namesake) throw sameName(network.name, namesake.network.file, network.file);
  }
  for (const { network, images } of workloads)
    checkMemory(network, reading.options.memory, Math.min(settings.jobs, images.length));
  return workloads;
}

async function loadWorkload(
  given: string,
  reading: Reading,
  { data: dataGiven, images, labelColumn, scale }: WorkloadOptions,
  usual: number,
  { seed, progress }: Settings,
): Promise<Workload> {
  const network = await loadExplained(given, reading.options);
  const data = await findData(network, dataGiven, {
    ...(labelColumn !== undefined && { labelColumn }),
    ...(scale !== undefined && { scale }),
  });
  const { count } = data.rows;
  if (images === undefined && count < usual)
    progress.note(`${data.name} has ${counted(count, 'image')}, which are all taken for ${network.name}.`);
  const chosen =
    images === undefined
      ? Array.from({ length: Math.min(usual, count) }, (_, image) => image)
      : parseImages(images, count, seed);
  for (const image of chosen) readData(network, data.rows, image); // What does not fit is told before the run begins.
  return { given, reading, network, data, images: chosen };
}

function sameName(name: string, first: string, second: string): UserError {
  return new UserError(
    `--networks names two networks '${name}': ${first} and ${second}. Rows are told apart by the name: ` +
      'rename one file, or run them one at a time with an --artifacts of their own.',
  );
}
