import { readFile } from 'node:fs/promises';
import { UserError } from '../errors.ts';

/** The bytes of a data file. */
export async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`The data file ${path} cannot be read: ${reason}.`);
  }
}
