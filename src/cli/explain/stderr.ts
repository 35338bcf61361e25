import ora, { type Ora } from 'ora';
import { Throughput } from '../../experiment/index.ts';
import { paragraph, printable } from '../../base/index.ts';

/** What takes no longer than this, in milliseconds, is done without a word. */
const patience = 1000;

/** Prints what the numbers speak against. */
export function warn(warnings: readonly string[]): void {
  for (const warning of warnings) console.error(paragraph(`Warning: ${warning}`));
}

/** Prints what is worth knowing beforehand, if there is anything. */
export function announce(text: string | undefined): void {
  if (text !== undefined) console.error(paragraph(printable(text)));
}

/** Between two lines where stderr is no terminal, in milliseconds. */
const pause = 5000;

/** Waits for an action; if it takes long, a line on stderr tells how much of it is done, and the time left. */
export async function whileWaiting<T>(
  name: string,
  quiet: boolean,
  action: (progress: (done: number, all: number) => void) => Promise<T>,
): Promise<T> {
  const throughput = new Throughput();
  let spinner: Ora | undefined;
  let next = performance.now() + (process.stderr.isTTY ? patience : pause);
  try {
    return await action((done, all) => {
      if (quiet || performance.now() < next) return;
      const text = `${name}: ${Math.round((100 * done) / all)} %  ${throughput.timeLeft(done, all)}`.trimEnd();
      if (process.stderr.isTTY) {
        spinner ??= ora({ discardStdin: false }).start();
        spinner.text = printable(text);
        spinner.render();
      } else {
        console.error(printable(text));
        next = performance.now() + pause;
      }
    });
  } finally {
    spinner?.stop();
  }
}
