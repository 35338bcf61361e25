import { setImmediate } from 'node:timers/promises';
import { Pool, type JobModule, type PoolOptions } from '../threads/index.ts';

/** Jobs and how to do them. */
export interface Work<Setup, Job> extends PoolOptions<Setup> {
  readonly jobs: readonly Job[];
  readonly signal: AbortSignal;
}

/** A result as soon as it is there, in order of completion. */
export type OnResult<Job, Result> = (result: Result, job: Job) => void;

/**
 * Does independent jobs in threads, or in this one if there is but one to use.
 *
 * @throws the first error of a job (a UserError stays one) or of `onResult`, or the signal's reason; by then
 *   no thread runs any more, and `onResult` has had every result that was there
 */
export async function runJobs<Setup, Job, Result>(work: Work<Setup, Job>, onResult: OnResult<Job, Result>): Promise<void> {
  const threads = Math.min(work.threads, work.jobs.length);
  await (threads > 1 ? runInThreads(work, threads, onResult) : runHere(work, onResult));
}

async function runHere<Setup, Job, Result>(work: Work<Setup, Job>, onResult: OnResult<Job, Result>): Promise<void> {
  const jobModule = (await import(work.module.href)) as JobModule<Setup, Job, Result>;
  const performer = await jobModule.prepare(work.setup);
  try {
    for (const job of work.jobs) {
      await setImmediate(); // signals and spinners get their turn
      work.signal.throwIfAborted();
      onResult(await performer.perform(job), job);
    }
  } finally {
    performer.close();
  }
}

async function runInThreads<Setup, Job, Result>({ jobs, ...options }: Work<Setup, Job>, threads: number, onResult: OnResult<Job, Result>): Promise<void> {
  const pool = new Pool<Setup, Job, Result>({ ...options, threads });
  try {
    await Promise.all(jobs.map(async (job) => { onResult(await pool.perform(job), job); }));
    await pool.close();
  } finally {
    await pool.terminate();
  }
}
