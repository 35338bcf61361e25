/** Jobs for the tests of experiments: squares a number; 13 is a user's mistake, 14 a defect. */
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../../src/errors.ts';
import type { Performer } from '../../src/threads/index.ts';

export interface Setup {
  /** What a job takes, in milliseconds. */
  readonly pause: number;
  readonly fail: boolean;
}

export interface Squared {
  readonly number: number;
  readonly square: number;
}

export function prepare({ pause, fail }: Setup): Promise<Performer<number, Squared>> {
  const perform = async (number: number): Promise<Squared> => {
    if (pause > 0) await setTimeout(pause);
    if (fail && number === 13) throw new UserError('Number 13 brings bad luck.');
    if (fail && number === 14) throw new RangeError('Number 14 is a defect.');
    return { number, square: number * number };
  };
  return Promise.resolve({ perform, close: () => undefined });
}
