import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { runJobs, type Work } from '../../src/experiment/runJobs.ts';
import type { Outcome, Setup } from '../threads/jobs.ts';

const module = new URL('../threads/jobs.ts', import.meta.url);
const never = new AbortController().signal;
const work = (jobs: number[], threads: number, signal = never): Work<Setup, number> => ({
  module,
  setup: { fails: false, gate: new Int32Array(new SharedArrayBuffer(4)), closed: new Int32Array(new SharedArrayBuffer(4)) },
  jobs,
  threads,
  signal,
});

describe.each([1, 2])('runJobs with %d thread(s)', (threads) => {
  it('hands over the result of every job with its job', async () => {
    const squares = new Map<number, number>();
    await runJobs(work([1, 2, 3, 4, 5], threads), ({ square }: Outcome, job) => squares.set(job, square));
    expect([...squares].sort()).toEqual([[1, 1], [2, 4], [3, 9], [4, 16], [5, 25]]);
  });

  it('closes every performer when there are no more jobs', async () => {
    const all = work([1, 2, 3], threads);
    await runJobs(all, () => undefined);
    expect(all.setup.closed[0]).toBe(threads);
  });

  it('throws the UserError of a job as a UserError', async () => {
    const error = await runJobs(work([13], threads), () => undefined).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toHaveProperty('message', 'Job 13 brings bad luck.');
  });

  it('throws any other error of a job with the stack that it had', async () => {
    const error = await runJobs(work([1, 14], threads), () => undefined).catch((reason: unknown) => reason);
    expect(error).not.toBeInstanceOf(UserError);
    expect(error).toHaveProperty('message', 'Job 14 is a defect.');
    expect((error as Error).stack).toContain('threads/jobs.ts');
  });

  it('throws an error of the preparation', async () => {
    const { setup, ...rest } = work([1, 2], threads);
    const failing = { ...rest, setup: { ...setup, fails: true } };
    await expect(runJobs(failing, () => undefined)).rejects.toThrow('Nothing to prepare.');
  });

  it('throws an error of the one who takes the results', async () => {
    const full = (): never => { throw new UserError('The disk is full.'); };
    await expect(runJobs(work([1, 2], threads), full)).rejects.toThrow('The disk is full.');
  });

  it('stops when told to, with the reason, and has handed over what was there by then', async () => {
    const abort = new AbortController();
    const jobs: number[] = [];
    const stopped = runJobs(work([1, 2, 3, 4, 5, 60_000, 60_000, 6], threads, abort.signal), (_: Outcome, job) => {
      jobs.push(job);
      if (jobs.length === 3) abort.abort(new UserError('Stopped.'));
    });
    await expect(stopped).rejects.toThrow('Stopped.');
    expect(jobs).toHaveLength(3);
  });

  it('has nothing to do without jobs', async () => {
    await runJobs(work([], threads), () => { throw new Error('a result of no job'); });
  });
});

describe('runJobs', () => {
  it('uses this thread when one is asked for and others when more are', async () => {
    const threads = new Set<number>();
    const note = ({ thread }: Outcome): unknown => threads.add(thread);
    await runJobs(work([1, 2], 1), note);
    expect(threads).toEqual(new Set([0]));
    threads.clear();
    await runJobs(work([1, 1], 2), note);
    expect(threads.size).toBe(2);
    expect(threads).not.toContain(0);
  });

  it('hands over results in order of completion', async () => {
    const jobs: number[] = [];
    const gated = work([0, 1, 2, 3], 2);
    await runJobs(gated, (_: Outcome, job) => {
      jobs.push(job);
      if (job === 3) Atomics.store(gated.setup.gate, 0, 1);
    });
    expect(jobs).toEqual([1, 2, 3, 0]);
  });
});
