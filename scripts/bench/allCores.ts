import { availableParallelism } from 'node:os';
import { exactIntegratedGradients } from '../../src/attribution/index.ts';
import { runJobs } from '../../src/experiment/index.ts';
import type { Performer } from '../../src/threads/index.ts';
import { lineOf } from './lines.ts';

export interface Setup {
  readonly network: string;
  readonly runs: number;
}

/** Images in a run, for each thread. */
const share = 8;

/**
 * Milliseconds for an image, run by run, where all cores compute images at the same time, in threads as in the
 * experiments. All images are the first one, so that it compares with one thread. A first run warms up.
 */
export async function measure({ network, runs }: Setup): Promise<number[]> {
  const threads = availableParallelism();
  const images = share * threads;
  const jobs = Array.from({ length: images * (runs + 1) }, (_, i) => i);
  const ends: number[] = [];
  const work = {
    module: new URL(import.meta.url),
    setup: network,
    jobs,
    threads,
    signal: new AbortController().signal,
  };
  await runJobs<string, number, undefined>(work, {
    onResult: () => {
      ends.push(performance.now());
    },
  });
  const rounds = ends.filter((_, i) => i % images === images - 1);
  return rounds.slice(1).map((end, round) => (end - rounds[round]) / images);
}

/** The side of a thread. */
export async function prepare(network: string): Promise<Performer<number, undefined>> {
  const line = await lineOf({ kind: 'image', network, stretch: 1 });
  const perform = async (): Promise<undefined> => {
    await exactIntegratedGradients(line.network, { baseline: line.baseline, input: line.input, target: line.target });
  };
  return { perform, close: () => undefined };
}
