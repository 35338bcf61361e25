import { renameSync, writeFileSync } from 'node:fs';
import { UserError } from '../errors.ts';

/** Does what writes to `path`; if the system refuses, an error that names the path and its reason. */
export function whileWriting<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw new UserError(`Cannot write '${path}': ${(error as Error).message}.`);
  }
}

/** Replaces a file's content as a whole: whoever reads it sees the old or the new one. */
export function replaceFile(path: string, text: string): void {
  whileWriting(path, () => {
    const temporary = `${path}.new`;
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  });
}
