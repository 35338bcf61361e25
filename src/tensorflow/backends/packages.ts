import { setBackend } from '@tensorflow/tfjs-core';
import { NotInstalled, Unavailable, type Import } from './backend.ts';

/** Imports with the loader of this process. */
export const importInstalled: Import = (name) => import(name);

/**
 * Imports a package that may be missing.
 *
 * @param repair what helps if it is installed but does not load
 * @throws Unavailable that tells a missing package from a broken one
 */
export async function importOptional(importPackage: Import, name: string, repair: string): Promise<unknown> {
  try {
    return await importPackage(name);
  } catch (error) {
    if (isMissing(error, name)) throw new NotInstalled(name);
    throw new Unavailable(`The package ${name} is installed but does not load: ${firstLine(error)}`, repair);
  }
}

/** Makes a backend that is registered the current one of TensorFlow.js. */
export async function activate(backend: string, repair: string): Promise<void> {
  try {
    if (await setBackend(backend)) return;
  } catch (error) {
    throw new Unavailable(`TensorFlow.js cannot start it: ${firstLine(error)}`, repair);
  }
  throw new Unavailable('TensorFlow.js cannot start it.', repair);
}

/** What an error says, without the details on its later lines. */
export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().split('\n')[0].trim();
}

/** True for the package itself; a package that it needs and that is missing makes it a broken one. */
function isMissing(error: unknown, name: string): boolean {
  if (!(error instanceof Error)) return false;
  return /^Cannot find (package|module)/.test(error.message) && error.message.includes(`'${name}'`);
}
