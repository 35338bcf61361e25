import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/index.ts';
import { runJobs, type Work } from '../../src/experiment/runJobs.ts';
import type { Outcome, Setup } from '../threads/jobs.ts';

const module = new URL('../threads/jobs.ts', import.meta.url);
const never = new AbortController().signal;
const work = (jobs: number[], threads: number, signal = never): Work<Setup, number> => ({
  module,
  setup: {
    fails: false,
    gate: new Int32Array(new SharedArrayBuffer(4)),
    closed: new Int32Array(new SharedArrayBuffer(4)),
  },
  jobs,
  threads,
  inThisThread: threads === 0,
  signal,
});

describe.each([0, 1, 2])('runJobs with %d thread(s) of its own', (threads) => {
  it('hands over the result of every job with its job', async () => {
    const squares = new Map<number, number>();
    await runJobs(work([1, 2, 3, 4, 5], threads), { onResult: ({ square }: Outcome, job) => squares.set(job, square) });
    expect([...squares].sort()).toEqual([
      [1, 1],
      [2, 4],
      [3, 9],
      [4, 16],
      [5, 25],
    ]);
  });

  it('tells how much of each job is done', async () => {
    const told: string[] = [];
    const tell = (job: number, done: number, all: number): unknown => told.push(`${job}: ${done} of ${all}`);
    await runJobs({ ...work([30, 31, 32], threads), tell }, { onResult: () => undefined });
    expect(told.sort()).toEqual(['30: 1 of 2', '31: 1 of 2', '32: 1 of 2']);
  });

  it('closes every performer when there are no more jobs', async () => {
    const all = work([1, 2, 3], threads);
    await runJobs(all, { onResult: () => undefined });
    expect(all.setup.closed[0]).toBe(Math.max(1, threads));
  });

  it('throws the UserError of a job as a UserError', async () => {
    const error = await runJobs(work([13], threads), { onResult: () => undefined }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toHaveProperty('message', 'Job 13 brings bad luck.');
  });

  it('throws any other error of a job with the stack that it had', async () => {
    const error = await runJobs(work([1, 14], threads), { onResult: () => undefined }).catch(
      (reason: unknown) => reason,
    );
    expect(error).not.toBeInstanceOf(UserError);
    expect(error).toHaveProperty('message', 'Job 14 is a defect.');
    expect((error as Error).stack).toContain('threads/jobs.ts');
  });

  it('throws an error of the preparation', async () => {
    const { setup, ...rest } = work([1, 2], threads);
    const failing = { ...rest, setup: { ...setup, fails: true } };
    await expect(runJobs(failing, { onResult: () => undefined })).rejects.toThrow('Nothing to prepare.');
  });

  it('throws an error of the one who takes the results', async () => {
    const full = (): never => {
      throw new UserError('The disk is full.');
    };
    await expect(runJobs(work([1, 2], threads), { onResult: full })).rejects.toThrow('The disk is full.');
  });

  it('stops when told to, with the reason, and has handed over what was there by then', async () => {
    const abort = new AbortController();
    const jobs: number[] = [];
    const stopped = runJobs(work([1, 2, 3, 4, 5, 60_000, 60_000, 6], threads, abort.signal), {
      onResult: (_: Outcome, job) => {
        jobs.push(job);
        if (jobs.length === 3) abort.abort(new UserError('Stopped.'));
      },
    });
    await expect(stopped).rejects.toThrow('Stopped.');
    expect(jobs).toHaveLength(3);
  });

  it('tells of a job that failed, if asked to, and goes on', async () => {
    const told: unknown[] = [];
    await runJobs(work([13, 2, 14], threads), {
      onResult: ({ square }: Outcome) => told.push(square),
      onFailure: (error, job) => told.push([job, error.message]),
    });
    expect(told).toHaveLength(3);
    expect(told).toEqual(expect.arrayContaining([4, [13, 'Job 13 brings bad luck.'], [14, 'Job 14 is a defect.']]));
  });

  it('does not take an error of the preparation for one of a job', async () => {
    const { setup, ...rest } = work([1, 2], threads);
    const receiver = { onResult: () => undefined, onFailure: () => undefined };
    await expect(runJobs({ ...rest, setup: { ...setup, fails: true } }, receiver)).rejects.toThrow(
      'Nothing to prepare.',
    );
  });

  it('has nothing to do without jobs', async () => {
    await runJobs(work([], threads), {
      onResult: () => {
        throw new Error('a result of no job');
      },
    });
  });
});

describe('runJobs', () => {
  it('says that a thread was lost, with the exit code for that', async () => {
    const lost = runJobs(work([16, 1], 2), { onResult: () => undefined, onFailure: () => undefined });
    await expect(lost).rejects.toMatchObject({
      exitCode: 5,
      message: expect.stringContaining('A thread ended with code 3') as string,
    });
  });

  it('uses this thread only if it is told to', async () => {
    const threads = new Set<number>();
    const note = ({ thread }: Outcome): unknown => threads.add(thread);
    await runJobs(work([1, 2], 0), { onResult: note });
    expect(threads).toEqual(new Set([0]));
    threads.clear();
    await runJobs(work([1, 1], 2), { onResult: note });
    expect(threads.size).toBe(2);
    expect(threads).not.toContain(0);
  });

  it('hands over results in order of completion', async () => {
    const jobs: number[] = [];
    const gated = work([0, 1, 2, 3], 2);
    await runJobs(gated, {
      onResult: (_: Outcome, job) => {
        jobs.push(job);
        if (job === 3) Atomics.store(gated.setup.gate, 0, 1);
      },
    });
    expect(jobs).toEqual([1, 2, 3, 0]);
  });
});
