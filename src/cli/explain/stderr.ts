import ora, { type Ora } from 'ora';
import { paragraph } from './words.ts';

/** What takes no longer than this, in milliseconds, is done without a word. */
const patience = 1000;

/** Prints what the numbers speak against. */
export function warn(warnings: readonly string[]): void {
  for (const warning of warnings) console.error(paragraph(`Warning: ${warning}`));
}

/** Waits for an action; if it takes long, a line on stderr tells how much of it is done. */
export async function whileWaiting<T>(name: string, action: (progress: (done: number, all: number) => void) => Promise<T>): Promise<T> {
  const began = performance.now();
  let spinner: Ora | undefined;
  try {
    return await action((done, all) => {
      if (performance.now() - began < patience) return;
      spinner ??= ora({ discardStdin: false }).start();
      spinner.text = `${name}: ${Math.round((100 * done) / all)} %`;
      spinner.render();
    });
  } finally {
    spinner?.stop();
  }
}
