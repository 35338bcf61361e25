import { once } from 'node:events';
import { extname } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { UserError } from '../base/index.ts';
import { exitCodes } from '../project/index.ts';
import type { Tell } from './jobModule.ts';
import type { Reply, Request } from './thread.ts';

/** What threads do; the setup and what else goes to and from them is copied (structured clone). */
export interface PoolOptions<Setup> {
  /** A JobModule: `new URL('./file.ts', import.meta.url)`. */
  readonly module: URL;
  readonly setup: Setup;
  readonly threads: number;
  /** Stops all jobs; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** Threads that stay open: each prepares once, then does one job after the other. */
export class Pool<Setup, Job, Result> {
  readonly #threads: readonly Worker[];
  readonly #free: Worker[];
  readonly #waiting: ((thread: Worker) => void)[] = [];
  readonly #stopped = new AbortController();
  readonly #signal: AbortSignal;

  constructor({ module, setup, threads, signal }: PoolOptions<Setup>) {
    this.#threads = Array.from({ length: threads }, () => startThread(module, setup));
    this.#free = [...this.#threads];
    this.#signal = AbortSignal.any([this.#stopped.signal, ...(signal ? [signal] : [])]);
    for (const thread of this.#threads) {
      thread.on('error', (error: NodeJS.ErrnoException) => {
        this.#stopped.abort(error.code === outOfMemory ? lost('for want of memory') : error);
      });
      thread.on('exit', (code) => {
        this.#stopped.abort(lost(`with code ${code}`));
      });
    }
  }

  /** True once no more jobs can be done. */
  get stopped(): boolean {
    return this.#signal.aborted;
  }

  /**
   * Has a job done by the first thread that is free; jobs begin in the order in which they are asked for.
   *
   * @param tell told how much of it is done, by jobs that say so
   * @throws the job's error (a UserError stays one), or why the threads were stopped
   */
  async perform(job: Job, tell?: Tell): Promise<Result> {
    const thread = await this.#take();
    const { port1: here, port2: there } = tell ? new MessageChannel() : {};
    here?.on('message', ([done, all]: Parameters<Tell>) => tell?.(done, all));
    try {
      return (await this.#ask(thread, { job, progress: there })) as Result;
    } finally {
      here?.close();
      this.#release(thread);
    }
  }

  /** Closes what the threads hold, and ends them, when the jobs that were asked for are done. */
  async close(): Promise<void> {
    const threads = await Promise.all(this.#threads.map(() => this.#take()));
    try {
      await Promise.all(threads.map((thread) => this.#ask(thread, 'close')));
    } finally {
      await this.terminate();
      for (const thread of threads) this.#release(thread);
    }
  }

  /** Ends the threads at once. */
  async terminate(): Promise<void> {
    this.#stopped.abort(new UserError('The threads have been closed; open new ones.'));
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }

  async #take(): Promise<Worker> {
    return this.#free.shift() ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  #release(thread: Worker): void {
    const next = this.#waiting.shift();
    if (next) next(thread);
    else this.#free.push(thread);
  }

  async #ask(thread: Worker, request: Request): Promise<unknown> {
    const signal = this.#signal;
    signal.throwIfAborted();
    thread.postMessage(request, typeof request === 'object' && request.progress ? [request.progress] : []);
    const [reply] = (await once(thread, 'message', { signal }).catch((error: unknown) => {
      throw signal.aborted ? signal.reason : error;
    })) as [Reply];
    if ('result' in reply) return reply.result;
    const error = errorIn(reply);
    if (reply.unprepared) this.#stopped.abort(error);
    throw error;
  }
}

function errorIn({ message, stack, byUser }: Exclude<Reply, { result: unknown }>): Error {
  const error = byUser ? new UserError(message) : new Error(message);
  error.stack = stack;
  return error;
}

const outOfMemory = 'ERR_WORKER_OUT_OF_MEMORY';

function lost(how: string): UserError {
  return new UserError(
    `A thread ended ${how} amid its work. Fewer threads (--jobs) leave more memory to each.`,
    exitCodes.threadLost,
  );
}

/**
 * In the built package a thread is JavaScript. Node 20 gives a thread no loader for TypeScript, so there it first
 * registers tsx.
 */
function startThread(module: URL, setup: unknown): Worker {
  const workerData = { module: module.href, setup };
  const thread = moduleBeside(import.meta.url, 'thread');
  if (thread.href.endsWith('.js')) return new Worker(thread, { workerData });
  const [loader, file] = [import.meta.resolve('tsx/esm/api'), thread.href].map((url) => JSON.stringify(url));
  const code = `import(${loader}).then(({ register }) => { register(); return import(${file}); })`;
  return new Worker(code, { eval: true, workerData });
}

/**
 * A module in the folder of another one, by its name: TypeScript beside TypeScript, JavaScript in the built package.
 */
export function moduleBeside(url: string, name: string): URL {
  return new URL(`./${name}${extname(url)}`, url);
}
