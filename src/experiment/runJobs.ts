import { setImmediate } from 'node:timers/promises';
import { Pool, type JobModule, type PoolOptions, type Tell } from '../threads/index.ts';

/** Jobs and how to do them. */
export interface Work<Setup, Job> extends PoolOptions<Setup> {
  readonly jobs: readonly Job[];
  /** True if jobs cannot be done in threads of their own; signals are then heard between two of them only. */
  readonly inThisThread?: boolean;
  /** Told how much of a job is done, by jobs that say so. */
  readonly tell?: ((job: Job, ...how: Parameters<Tell>) => void) | undefined;
  readonly signal: AbortSignal;
}

/** Told of each job as soon as it is done, in order of completion. */
export interface Receiver<Job, Result> {
  onResult(result: Result, job: Job): void;
  /** Of a job that failed; what it throws ends all. Absent: an error ends all. */
  onFailure?(error: Error, job: Job): void;
}

/**
 * Does independent jobs, in threads unless they cannot be.
 *
 * @throws what the receiver throws, an error of the preparation or of a thread, or the signal's reason; by then no
 *   thread runs any more, and the receiver has had every result that was there
 */
export async function runJobs<Setup, Job, Result>(
  work: Work<Setup, Job>,
  receiver: Receiver<Job, Result>,
): Promise<void> {
  if (work.jobs.length === 0) return;
  await (work.inThisThread ? runHere(work, receiver) : runInThreads(work, receiver));
}

async function runHere<Setup, Job, Result>(work: Work<Setup, Job>, receiver: Receiver<Job, Result>): Promise<void> {
  const jobModule = (await import(work.module.href)) as JobModule<Setup, Job, Result>;
  const performer = await jobModule.prepare(work.setup);
  try {
    for (const job of work.jobs) {
      await setImmediate(); // signals and spinners get their turn
      work.signal.throwIfAborted();
      await receive(
        async () => performer.perform(job, tellerOf(work, job)),
        job,
        receiver,
        () => false,
      );
    }
  } finally {
    performer.close();
  }
}

async function runInThreads<Setup, Job, Result>(
  work: Work<Setup, Job>,
  receiver: Receiver<Job, Result>,
): Promise<void> {
  const { jobs, threads, ...options } = work;
  const pool = new Pool<Setup, Job, Result>({ ...options, threads: Math.min(threads, jobs.length) });
  const waiting = jobs.values();
  /** As many of these as there are threads share the jobs, so that no more than one job of each is under way. */
  const share = async (): Promise<void> => {
    for (const job of waiting)
      await receive(
        () => pool.perform(job, tellerOf(work, job)),
        job,
        receiver,
        () => pool.stopped,
      );
  };
  try {
    await Promise.all(Array.from({ length: Math.min(threads, jobs.length) }, share));
    await pool.close();
  } finally {
    await pool.terminate();
  }
}

function tellerOf<Setup, Job>({ tell }: Work<Setup, Job>, job: Job): Tell | undefined {
  return (
    tell &&
    ((done, all) => {
      tell(job, done, all);
    })
  );
}

/** @param broken tells whether no job can be done any more, so that the error is not of this one alone */
async function receive<Job, Result>(
  perform: () => Promise<Result>,
  job: Job,
  receiver: Receiver<Job, Result>,
  broken: () => boolean,
): Promise<void> {
  let result: Result;
  try {
    result = await perform();
  } catch (error) {
    if (!receiver.onFailure || broken() || !(error instanceof Error)) throw error;
    receiver.onFailure(error, job);
    return;
  }
  receiver.onResult(result, job);
}
