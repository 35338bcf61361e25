import { enableProdMode, setBackend } from '@tensorflow/tfjs-core';
import { UserError, unknownName } from '../../errors.ts';
import type { Backend } from './backend.ts';
import { cpu } from './cpu.ts';
import { tensorflow } from './tensorflow.ts';
import { wasm } from './wasm.ts';

/** The registry, fastest first. */
const backends: readonly Backend[] = [tensorflow, wasm, cpu];

/** What `--backend` takes; `auto` is the first of the others that loads. */
export const backendNames: readonly string[] = ['auto', ...backends.map(({ name }) => name)];

/**
 * Loads a backend and makes it the current one of TensorFlow.js.
 *
 * @param choice one of `backendNames`
 * @returns the name of the backend that was loaded
 * @throws UserError if the name is unknown or the backend does not load, with the reason
 */
export async function loadBackend(choice: string): Promise<string> {
  if (!backendNames.includes(choice)) throw unknownName('backend', choice, backendNames);
  const candidates = backends.filter(({ name }) => choice === 'auto' || choice === name);
  const reasons: string[] = [];
  for (const backend of candidates) {
    const reason = await start(backend);
    if (reason === undefined) return backend.name;
    reasons.push(`Backend '${backend.name}' does not load: ${reason}`);
  }
  throw new UserError(`${reasons.join('\n')}\nInstall what is missing, or choose another with --backend.`);
}

/** Why a backend does not start; undefined if it does. */
async function start(backend: Backend): Promise<string | undefined> {
  enableProdMode(); // or TensorFlow.js prints greetings
  try {
    await backend.register();
    return (await setBackend(backend.name)) ? undefined : 'TensorFlow.js cannot start it.';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
