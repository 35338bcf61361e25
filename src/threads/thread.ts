/** The other side of `Pool`: runs in a thread and replies to each request. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { UserError } from '../base/index.ts';
import type { JobModule, Performer, Tell } from './jobModule.ts';

/** A job to perform, with where to tell how much of it is done, or that there are no more. */
export type Request = { readonly job: unknown; readonly progress: MessagePort | undefined } | 'close';

/**
 * An error cannot be sent without losing its class, hence in parts. `unprepared`: there is no performer, so that no job
 * can be done.
 */
export type Reply =
  | { readonly result: unknown }
  | { readonly message: string; readonly stack: string; readonly byUser: boolean; readonly unprepared: boolean };

const { module, setup } = workerData as { readonly module: string; readonly setup: unknown };
const prepared = prepare();
prepared.catch(() => undefined); // the reply to each request tells

parentPort?.on('message', (request: Request) => {
  void replyTo(request).then((reply) => parentPort?.postMessage(reply));
});

async function prepare(): Promise<Performer<unknown, unknown>> {
  const jobModule = (await import(module)) as JobModule<unknown, unknown, unknown>;
  return jobModule.prepare(setup);
}

async function replyTo(request: Request): Promise<Reply> {
  let performer: Performer<unknown, unknown> | undefined;
  try {
    performer = await prepared;
    if (request !== 'close') return { result: await performer.perform(request.job, tellerTo(request.progress)) };
    performer.close();
    return { result: undefined };
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { message, stack, byUser: error instanceof UserError, unprepared: performer === undefined };
  }
}

function tellerTo(progress: MessagePort | undefined): Tell | undefined {
  return (
    progress &&
    ((done, all) => {
      progress.postMessage([done, all]);
    })
  );
}
