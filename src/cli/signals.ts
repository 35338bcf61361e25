import { constants } from 'node:os';
import { UserError } from '../base/index.ts';

/**
 * Signals that stop a run, each with an exit code of 128 and its number. SIGTERM is what schedulers send before a time
 * limit.
 */
const stopping = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Within this time a second signal may be the same press of Ctrl-C, passed on by npm; in milliseconds. */
const echo = 500;

/**
 * Does something that a signal stops: the first one aborts, so that what is finished is kept and the rest let go; a
 * second one ends the process at once.
 */
export async function stoppable<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  let first = Infinity;
  const handlers = stopping.map((name) => {
    const exitCode = 128 + constants.signals[name];
    const handler = (): void => {
      if (performance.now() - first > echo) process.exit(exitCode);
      first = Math.min(first, performance.now());
      abort.abort(new UserError(`Stopped by ${name}.`, exitCode));
    };
    return { name, handler };
  });
  for (const { name, handler } of handlers) process.on(name, handler);
  try {
    return await action(abort.signal);
  } finally {
    for (const { name, handler } of handlers) process.off(name, handler);
  }
}
