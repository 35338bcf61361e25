import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { UserError } from '../errors.ts';
import type { Reply, Request } from './thread.ts';

/** What a module exports whose jobs run in threads: `prepare` is called once in each. */
export interface JobModule<Setup, Job, Result> {
  prepare(setup: Setup): Promise<Performer<Job, Result>>;
}

/** Does jobs, one after the other. */
export interface Performer<Job, Result> {
  perform(job: Job): Result | Promise<Result>;
  /** Frees what it holds; called when there are no more jobs, but not in a thread that is stopped on the way. */
  close(): void;
}

/** Jobs and how to do them. What goes to and from threads is copied (structured clone). */
export interface Work<Setup, Job> {
  /** A JobModule: `new URL('./file.ts', import.meta.url)`. */
  readonly module: URL;
  readonly setup: Setup;
  readonly jobs: readonly Job[];
  readonly threads: number;
  /** Stops the work; nothing new is begun and its reason is thrown. */
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

async function runInThreads<Setup, Job, Result>(
  { module, setup, jobs, signal }: Work<Setup, Job>,
  threads: number,
  onResult: OnResult<Job, Result>,
): Promise<void> {
  const workers = Array.from({ length: threads }, () => startThread(module, setup));
  const queue = jobs.values();
  const serve = async (worker: Worker): Promise<void> => {
    for (const job of queue) onResult((await ask(worker, { job }, signal)) as Result, job);
    await ask(worker, 'close', signal);
  };
  try {
    await Promise.all(workers.map(serve));
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Node 20 gives a thread no loader for TypeScript, so the thread first registers that of this process, tsx. */
function startThread(module: URL, setup: unknown): Worker {
  const [loader, thread] = ['tsx/esm/api', './thread.ts'].map((name) => JSON.stringify(import.meta.resolve(name)));
  const code = `import(${loader}).then(({ register }) => { register(); return import(${thread}); })`;
  return new Worker(code, { eval: true, workerData: { module: module.href, setup } });
}

async function ask(worker: Worker, request: Request, signal: AbortSignal): Promise<unknown> {
  signal.throwIfAborted();
  worker.postMessage(request);
  const [reply] = (await once(worker, 'message', { signal })) as [Reply];
  if ('result' in reply) return reply.result;
  const error = reply.byUser ? new UserError(reply.message) : new Error(reply.message);
  error.stack = reply.stack;
  throw error;
}
