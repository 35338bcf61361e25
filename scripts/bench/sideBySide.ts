import { openExact } from '../../src/cores/index.ts';
import { gradientsOf } from '../../src/tensorflow/index.ts';
import { contendersFor, coresContender, examine, plainContender } from './contenders.ts';
import { lineOf } from './lines.ts';
import { timeInTurn, type Times } from './timing.ts';

export interface Setup {
  readonly network: string;
  readonly runs: number;
  /** Of TensorFlow.js, or `auto`. */
  readonly backend: string;
}

/** Exact integrated gradients beside what they replace, in one process and in turn. */
export interface SideBySide {
  /** The backend that was used. */
  readonly backend: string;
  /** Of the trapezoid to 5 %. */
  readonly samples: number | undefined;
  readonly times: readonly Times[];
}

/** Milliseconds that the runs of one contender may take together. */
const patience = 140_000;
/** Milliseconds after which threads are warm, too, which each compile for themselves. */
const warmUp = 3000;

export async function measure({ network, runs, backend }: Setup): Promise<SideBySide> {
  const line = await lineOf({ kind: 'image', network, stretch: 1 });
  const known = await examine(line);
  const gradients = await gradientsOf(line.network, { backend });
  const exact = await openExact(network);
  const [oneThread, ...others] = contendersFor(line, known, gradients);
  const times = await timeInTurn([oneThread, coresContender(line, exact), ...others], runs, patience, warmUp);
  await exact.close();
  gradients.dispose();
  // Last: code that has met both kinds of kernels is slower with either.
  const plain = await timeInTurn([plainContender(line)], runs, patience);
  return { backend: gradients.backend, samples: known.samples, times: [...times, ...plain] };
}
