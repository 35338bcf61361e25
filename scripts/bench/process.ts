import { fork } from 'node:child_process';
import { UserError } from '../../src/base/index.ts';

/** What a module exports that measures in a process of its own. */
export interface Measurement<Setup, Result> {
  measure(setup: Setup): Promise<Result>;
}

/** What goes to the process; it is sent as JSON. */
export interface Request {
  /** A Measurement, by its URL. */
  readonly module: string;
  readonly setup: unknown;
}

/** What comes back. */
export type Reply = { readonly result: unknown } | { readonly error: string };

/**
 * Measures in a fresh process, which nothing before has warmed up or filled. On Linux its peak memory counts from the
 * memory of this process, which therefore should load nothing.
 *
 * @param module a Measurement: `new URL('./file.ts', import.meta.url)`
 * @param setup what it is given, copied as JSON
 * @throws UserError with the message of what went wrong there
 */
export async function inProcess<Result>(module: URL, setup: unknown): Promise<Result> {
  const child = fork(new URL('./child.ts', import.meta.url), { execArgv: ['--import', import.meta.resolve('tsx')] });
  const ended = new Promise<Reply>((resolve, reject) => {
    let reply: Reply = { error: 'its process ended without a word; it may have run out of memory.' };
    child.on('message', (message) => {
      reply = message as Reply;
    });
    child.on('error', reject);
    child.on('exit', () => {
      resolve(reply);
    });
  });
  child.send({ module: module.href, setup } satisfies Request);
  const reply = await ended;
  if ('error' in reply) throw new UserError(`${JSON.stringify(setup)}: ${reply.error}`);
  return reply.result as Result;
}
