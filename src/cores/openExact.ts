import { checkInteger, checkMemory, checkOptions } from '../base/index.ts';
import { availableParallelism } from 'node:os';
import {
  checkStraight,
  exactIntegratedGradients,
  PartedLine,
  type ExactOptions,
  type LineAttributions,
  type OutputOnLine,
  type PartAttributions,
} from '../attribution/index.ts';
import { loadNetwork, type LoadedNetwork } from '../catalogue/index.ts';
import type { ReadOptions } from '../network/readers/index.ts';
import { moduleBeside, Pool } from '../threads/index.ts';
import type { Setup } from './job.ts';

/** Exact integrated gradients of one network on several cores, which are held until `close`. */
export interface ExactOnCores {
  readonly loaded: LoadedNetwork;
  /**
   * Exact integrated gradients of an output unit, as `exactIntegratedGradients` computes them, to rounding. Several
   * calls may be under way: their parts are taken in the order of the calls.
   *
   * @throws UserError if points or target do not fit the network
   */
  attribute(line: OutputOnLine): Promise<LineAttributions>;
  /** Ends the threads after the calls that are under way; without it the process goes on for ever. */
  close(): Promise<void>;
}

/** More than any machine has cores; each is a thread of its own. */
const mostThreads = 1024;

/** How many cores to use, and how the network is read. */
export interface CoresOptions {
  /** Default: one for each core. With one, all is computed in the calling thread. */
  readonly threads?: number;
  /** Bytes that each thread may take, as `memory` of `explain`. */
  readonly memory?: number;
  /** What the network's file leaves open, as for `loadNetwork`. */
  readonly reading?: ReadOptions;
}

/**
 * Threads that compute exact integrated gradients of one image together: its line is cut into parts of about equal
 * work, one for each thread. Each thread loads the network once. It pays where an image takes a tenth of a second on
 * one thread; below that, share out whole images.
 *
 * @param network its name in the catalogue, or its file
 * @throws UserError if the network cannot be loaded, if too many units bend behind a smooth layer, or if the threads
 *   are no whole number from 1 to 1024
 *
 * @example
 * const exact = await openExact('mnist_convbig');
 * const { attributions, regions } = await exact.attribute({ baseline, input, target: 7 });
 * await exact.close();
 */
export async function openExact(network: string, cores: CoresOptions = {}): Promise<ExactOnCores> {
  checkOptions(cores);
  const { threads = availableParallelism(), reading = {}, ...options } = cores;
  checkInteger('The number of threads', threads, 1, mostThreads);
  if (options.memory !== undefined) checkMemory(options.memory);
  const loaded = await loadNetwork(network, reading);
  checkStraight(loaded.network);
  return threads === 1 ? here(loaded, options) : inThreads({ name: network, reading, ...options }, loaded, threads);
}

function here(loaded: LoadedNetwork, options: ExactOptions): ExactOnCores {
  const attribute = async (line: OutputOnLine): Promise<LineAttributions> => {
    const { attributions, regions, outputDifference, completenessGap, unlooked } = await exactIntegratedGradients(
      loaded.network,
      line,
      options,
    );
    return { attributions, regions, outputDifference, completenessGap, unlooked };
  };
  return { loaded, attribute, close: () => Promise.resolve() };
}

function inThreads(setup: Setup, loaded: LoadedNetwork, threads: number): ExactOnCores {
  const pool = new Pool<Setup, OutputOnLine, PartAttributions>({
    module: moduleBeside(import.meta.url, 'job'),
    setup,
    threads,
  });
  const attribute = async (line: OutputOnLine): Promise<LineAttributions> => {
    const parted = new PartedLine(loaded.network, line, threads);
    return parted.join(await Promise.all(parted.parts.map((part) => pool.perform(part))));
  };
  return { loaded, attribute, close: () => pool.close() };
}
