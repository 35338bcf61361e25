import { readFile } from 'node:fs/promises';
import { unreadable } from './lines.ts';

/** The bytes of a data file. */
export async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}
