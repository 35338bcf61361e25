/** The other side of `runJobs`: runs in a thread, performs the jobs it is sent and replies to each. */
import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../errors.ts';
import type { JobModule } from './runJobs.ts';

/** An error cannot be sent without losing its class, hence in parts. */
export type Reply =
  | { readonly result: unknown }
  | { readonly message: string; readonly stack: string; readonly byUser: boolean };

const { module, setup } = workerData as { readonly module: string; readonly setup: unknown };
let prepared: ReturnType<typeof prepare> | undefined;

parentPort?.on('message', (job: unknown) => {
  void replyTo(job).then((reply) => parentPort?.postMessage(reply));
});

async function prepare(): Promise<(job: unknown) => unknown> {
  const jobModule = (await import(module)) as JobModule<unknown, unknown, unknown>;
  return jobModule.prepare(setup);
}

async function replyTo(job: unknown): Promise<Reply> {
  try {
    const perform = await (prepared ??= prepare());
    return { result: await perform(job) };
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { message, stack, byUser: error instanceof UserError };
  }
}
