/** The other side of `inProcess`: measures once and replies. */
import { UserError } from '../../src/base/index.ts';
import type { Measurement, Reply, Request } from './process.ts';

process.once('message', (request: Request) => {
  void replyTo(request).then((reply) => {
    process.send?.(reply);
    process.disconnect();
  });
});

async function replyTo({ module, setup }: Request): Promise<Reply> {
  try {
    const measurement = (await import(module)) as Measurement<unknown, unknown>;
    return { result: await measurement.measure(setup) };
  } catch (error) {
    if (!(error instanceof Error)) return { error: String(error) };
    return { error: error instanceof UserError ? error.message : (error.stack ?? error.message) };
  }
}
