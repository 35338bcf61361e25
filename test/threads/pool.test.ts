import { afterEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/index.ts';
import { Pool } from '../../src/threads/index.ts';
import type { Outcome, Setup } from './jobs.ts';

const setup: Setup = {
  fails: false,
  gate: new Int32Array(new SharedArrayBuffer(4)),
  closed: new Int32Array(new SharedArrayBuffer(4)),
};
let pool: Pool<Setup, number, Outcome>;

function open(threads: number): Pool<Setup, number, Outcome> {
  setup.gate[0] = 0;
  setup.closed[0] = 0;
  pool = new Pool({ module: new URL('./jobs.ts', import.meta.url), setup, threads });
  return pool;
}

afterEach(() => pool.terminate());

describe('Pool', () => {
  it('keeps its threads from job to job, and gives each job to one that is free', async () => {
    open(2);
    const outcomes = await Promise.all([1, 2, 3, 4].map((job) => pool.perform(job)));
    outcomes.push(await pool.perform(5));
    expect(outcomes.map(({ square }) => square)).toEqual([1, 4, 9, 16, 25]);
    expect(new Set(outcomes.map(({ thread }) => thread)).size).toBe(2);
  });

  it('tells how much of a job is done, to whoever asked for it', async () => {
    open(1);
    const told: number[][] = [];
    await pool.perform(1);
    const { square } = await pool.perform(50, (done, all) => told.push([done, all]));
    expect(square).toBe(2500);
    expect(told).toEqual([[1, 2]]);
  });

  it('goes on after the error of a job', async () => {
    open(1);
    await expect(pool.perform(13)).rejects.toThrow(UserError);
    expect(await pool.perform(6)).toHaveProperty('square', 36);
  });

  it('when closed, first does the jobs that it was asked for, and no more', async () => {
    open(2);
    const before = [0, 1, 2].map((job) => pool.perform(job));
    const closed = pool.close();
    const after = [3, 4].map((job) => pool.perform(job));
    after.push(pool.perform(5));
    setup.gate[0] = 1;
    expect((await Promise.all(before)).map(({ square }) => square)).toEqual([0, 1, 4]);
    await closed;
    expect(setup.closed[0]).toBe(2);
    for (const refused of [...after, pool.perform(6)])
      await expect(refused).rejects.toThrow('The threads have been closed');
  });

  it('that is stopped gives up all jobs', async () => {
    open(2);
    const jobs = [0, 0, 1].map((job) => pool.perform(job));
    const refused = jobs.map((job) => expect(job).rejects.toThrow('The threads have been closed'));
    await pool.terminate();
    await Promise.all(refused);
  });

  it('says why a thread broke, to whoever waits for any thread and whoever asks later', async () => {
    open(2);
    const jobs = [0, 15, 1].map((job) => pool.perform(job));
    for (const job of jobs.map((of) => expect(of).rejects.toThrow('The thread is out of order.'))) await job;
    await expect(pool.perform(2)).rejects.toThrow('The thread is out of order.');
  });
});
