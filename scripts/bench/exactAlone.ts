import { median } from 'simple-statistics';
import { exactIntegratedGradients, type ExactAttributions } from '../../src/attribution/index.ts';
import { lineGraph } from '../../src/line/index.ts';
import type { Network } from '../../src/network/index.ts';
import { lineOf, type LineName } from './lines.ts';

/** Exact integrated gradients of one line in a process that does nothing else. */
export interface Alone {
  /** Of all activations. */
  readonly units: number;
  readonly regions: number;
  readonly crossings: number;
  readonly completenessGap: number;
  /** The median of a few runs; of one where it takes long. */
  readonly seconds: number;
  /** Bytes of memory that the process held before the first run, and the most until its end. */
  readonly before: number;
  readonly peak: number;
}

/** After so many seconds there is no further run. */
const patience = 2;
const mostRuns = 7;

export async function measure(name: LineName): Promise<Alone> {
  const { network, baseline, input, target } = await lineOf(name);
  const run = (): Promise<ExactAttributions> => exactIntegratedGradients(network, { baseline, input, target });
  const before = process.memoryUsage.rss();
  const began = performance.now();
  let exact = await run();
  const times = [elapsed(began)];
  const peak = process.resourceUsage().maxRSS * 1024;
  while (times.length < mostRuns && elapsed(began) < patience) {
    const again = performance.now();
    exact = await run();
    times.push(elapsed(again));
  }
  const { regions, completenessGap, restriction } = exact;
  const crossings = restriction.crossings.alphas.length;
  return { units: unitsOf(network), regions, crossings, completenessGap, seconds: median(times), before, peak };
}

/** Seconds since `performance.now()` was `began`. */
function elapsed(began: number): number {
  return (performance.now() - began) / 1000;
}

function unitsOf(network: Network): number {
  const { nodes } = lineGraph(network);
  return nodes.reduce((sum, { operation, size }) => sum + (operation.family === 'linear' ? 0 : size), 0);
}
