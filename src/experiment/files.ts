import {
  accessSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../base/index.ts';
import { exitCodes } from '../project/index.ts';

/** Why the system refuses to write, and what helps, by its code of the error. */
const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full. Make room',
  EDQUOT: 'Your share of the disk is used up. Make room',
  EFBIG: 'The file would exceed the limit of sizes (ulimit -f). Raise it',
  EROFS: 'The disk is read-only. Make it writable, or choose another folder with --artifacts',
  EACCES: 'You may not write there. Get the right to, or choose another folder with --artifacts',
  ENOENT: 'It, or its folder, is not there any more. Bring it back, or begin anew with --fresh',
};

/** Does what writes to `path`; if the system refuses, an error that names the path, the reason and what to do. */
export function whileWriting<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { message, code = '' } = error as NodeJS.ErrnoException;
    const remedy = Object.hasOwn(remedies, code)
      ? ` ${remedies[code]}; what is finished is kept, and the same command goes on from there.`
      : '';
    throw new UserError(`Cannot write '${path}': ${message}.${remedy}`, exitCodes.cannotWrite);
  }
}

/**
 * Replaces a file's content as a whole: whoever reads it, and whatever happens, sees the old or the new one. Written
 * beside it under a name of this process's own, synced, renamed.
 */
export function replaceFile(path: string, text: string): void {
  whileWriting(path, () => {
    const temporary = temporaryName(path);
    try {
      writeSynced(temporary, 'w', text);
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    syncFolder(dirname(path));
  });
}

/** Writes text to a file, opened with `flags`; it is on the disk when this returns. */
function writeSynced(path: string, flags: string | number, text: string): void {
  const file = openSync(path, flags);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Deletes what killed processes left of files that they were replacing. */
export function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder).filter((file) => /\.\d+\.new$/.test(file)))
    rmSync(join(folder, name), { force: true });
}

/** Makes a folder and those above it, and checks that it can be written. (Node's own way does not end in `/proc`.) */
export function makeFolder(folder: string): void {
  whileWriting(folder, () => {
    makeFolders(resolve(folder));
    accessSync(folder, constants.W_OK);
  });
}

function makeFolders(folder: string): void {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeFolders(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another process may have made it meanwhile
  }
}

/** Makes names in a folder last; Windows has no such thing. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Of this process's own, on all hosts that share the folder. */
function temporaryName(path: string): string {
  return `${path}.${hostname()}.${process.pid}.new`;
}

/** Creates a file, with its whole content at once. @returns false if it is there already */
export function createWhole(file: string, text: string): boolean {
  const temporary = temporaryName(file);
  try {
    writeSynced(temporary, 'w', text);
    linkOrCopy(temporary, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Some file systems have no hard links. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}
