import type { Progress } from '../../src/experiment/index.ts';
import type { Alone } from './exactAlone.ts';
import type { LineName } from './lines.ts';
import { inProcess } from './process.ts';
import type { SideBySide } from './sideBySide.ts';
import type { Times } from './timing.ts';
import type { Measured } from './work.ts';

/** What is measured of a network. */
export interface Comparison {
  readonly network: string;
  readonly alone: Alone;
  readonly work: Measured;
  readonly sideBySide: SideBySide;
  /** Milliseconds for an image by all cores, run by run. */
  readonly allCores: readonly number[];
  /** Of a logit and of probabilities. */
  readonly heads: readonly Times[];
}

export interface Comparisons {
  readonly networks: readonly Comparison[];
  /** Exact integrated gradients and exact layer methods on the first network. */
  readonly layers: readonly Times[];
}

export interface Options {
  readonly networks: readonly string[];
  readonly runs: number;
  /** Of the network engine. */
  readonly backend: string;
}

const stepsOfNetwork = 5;

/** Measures networks on the line to the first image of each one's data, every step in a process of its own. */
export async function compare({ networks, runs, backend }: Options, progress: Progress): Promise<Comparisons> {
  progress.begin(networks[0], stepsOfNetwork * networks.length + 1);
  const step = async <Result>(network: string, name: string, setup: unknown): Promise<Result> => {
    const result = await inProcess<Result>(new URL(`./${name}.ts`, import.meta.url), setup);
    progress.advance(`${network}: ${name}`);
    return result;
  };
  const comparisons: Comparison[] = [];
  for (const network of networks) {
    const image: LineName = { kind: 'image', network, stretch: 1 };
    comparisons.push({
      network,
      alone: await step(network, 'exactAlone', image),
      work: await step(network, 'work', network),
      sideBySide: await step(network, 'sideBySide', { network, runs, backend }),
      allCores: await step(network, 'allCores', { network, runs }),
      heads: await step(network, 'heads', { network, runs }),
    });
  }
  const layers = await step<Times[]>(networks[0], 'layers', { network: networks[0], runs });
  progress.end(`${networks.length} networks measured`);
  return { networks: comparisons, layers };
}
