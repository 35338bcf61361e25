/** Jobs for the tests of threads. */
import { setTimeout } from 'node:timers/promises';
import { isMainThread, threadId } from 'node:worker_threads';
import { UserError } from '../../src/base/index.ts';
import type { Performer, Tell } from '../../src/threads/index.ts';

export interface Outcome {
  readonly square: number;
  readonly thread: number;
}

export interface Setup {
  readonly fails: boolean;
  /** Shared by all threads: job 0 waits until it holds 1. */
  readonly gate: Int32Array;
  /** How often a performer was closed. */
  readonly closed: Int32Array;
}

/**
 * Squares its job after as many milliseconds; 0 waits for the gate, 13 is a user's mistake, 14 a defect, 15 breaks the
 * thread, 16 ends it. Tells that half of it is done before it waits.
 */
export async function prepare({ fails, gate, closed }: Setup): Promise<Performer<number, Outcome>> {
  await setTimeout(0);
  if (fails) throw new UserError('Nothing to prepare.');
  const perform = async (job: number, tell?: Tell): Promise<Outcome> => {
    while (job === 0 && Atomics.load(gate, 0) === 0) await setTimeout(1);
    if (job === 13) throw new UserError('Job 13 brings bad luck.');
    if (job === 14) throw new RangeError('Job 14 is a defect.');
    if (job === 15)
      setImmediate(() => {
        throw new RangeError('The thread is out of order.');
      });
    if (job === 16) process.exit(3);
    tell?.(1, 2);
    await setTimeout(job);
    return { square: job * job, thread: isMainThread ? 0 : threadId };
  };
  return {
    perform,
    close: () => {
      Atomics.add(closed, 0, 1);
    },
  };
}
