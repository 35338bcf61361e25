/** Jobs for the tests of experiments: squares a number. */
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../../src/base/index.ts';
import type { Performer } from '../../src/threads/index.ts';

export interface Setup {
  /** What a job takes, in milliseconds. */
  readonly pause: number;
  readonly fail: Failure;
}

/**
 * What goes wrong: nothing; the numbers 13, a user's mistake, and 14, a defect; the thread at 5, which fills its memory
 * or ends.
 */
export type Failure = 'never' | 'number' | 'memory' | 'exit';

export interface Squared {
  readonly number: number;
  readonly square: number;
}

export function prepare({ pause, fail }: Setup): Promise<Performer<number, Squared>> {
  const perform = async (number: number): Promise<Squared> => {
    if (pause > 0) await setTimeout(pause);
    if (fail === 'memory' && number === 5) fillMemory();
    if (fail === 'exit' && number === 5) process.exit(7);
    if (fail === 'number' && number === 13) throw new UserError('Number 13 brings bad luck.');
    if (fail === 'number' && number === 14) throw new RangeError('Number 14 is a defect.');
    return { number, square: number * number };
  };
  return Promise.resolve({ perform, close: () => undefined });
}

/** Ends with the thread, at its limit of memory. */
function fillMemory(): never {
  const held: number[][] = [];
  for (;;) held.push(Array<number>(1e5).fill(0.5));
}
