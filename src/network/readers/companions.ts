import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { isRecord, UserError } from '../../base/index.ts';

/** Files that another one names by their paths in its folder, and the most bytes that they may have together. */
export interface Companions {
  readonly names: readonly string[];
  readonly limit: number;
}

/** Paths of files that the file at `path` names. */
export function companionPaths(path: string, companions: readonly Companions[]): string[] {
  return companions.flatMap(({ names }) => names).map((name) => join(dirname(path), name));
}

/**
 * Contents of files that the file at `path` names, in order. What a file names is not trusted: with symbolic links
 * followed they must be regular files within its folder, and no larger than expected; else nothing of them is read.
 *
 * @throws UserError that says which file names which
 */
export async function readCompanions(path: string, companions: readonly Companions[]): Promise<Uint8Array[]> {
  const contents: Uint8Array[] = [];
  for (const { names, limit } of companions) {
    let left = limit;
    for (const name of names) {
      const bytes = await readCompanion(path, name, left);
      left -= bytes.length;
      contents.push(bytes);
    }
  }
  return contents;
}

async function readCompanion(path: string, name: string, limit: number): Promise<Uint8Array> {
  const file = join(dirname(path), name);
  try {
    const [folder, real] = [await realpath(dirname(path)), await realpath(file)];
    const refuse = (reason: string): UserError => new UserError(`${path} names the file '${name}', ${reason}`);
    if (isOutside(folder, real))
      throw refuse('which is not in its folder. Only files beside it, or in folders there, are read.');
    const status = await stat(real);
    if (!status.isFile()) throw refuse('which is not a regular file.');
    if (status.size > limit)
      throw refuse(`which has ${status.size} bytes, expected at most ${limit}. It is damaged or of another model.`);
    return await readFile(real);
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (isRecord(error) && error.code === 'ENOENT')
      throw new UserError(
        `${path} names the file '${name}' of its weights, which is not there. Copy or download it too, into the folder ${dirname(file)}.`,
      );
    throw new UserError(
      `The network file ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

/** `relative` is absolute between drives of Windows. */
function isOutside(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
}
