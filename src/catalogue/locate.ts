import { statSync } from 'node:fs';
import { basename, delimiter, extname, join, resolve } from 'node:path';
import { UserError, unknownName } from '../errors.ts';
import { projectRoot } from '../project.ts';
import type { Entry, Kind } from './entry.ts';

/** A file that was asked for: its name in results, its path, and its entry if the catalogue has one. */
export interface Located<E extends Entry> {
  readonly name: string;
  readonly file: string;
  readonly entry?: E;
}

/** Where a name or path given by the user leads: entries of the catalogue first, then files. */
export function locate<E extends Entry>(kind: Kind, given: string, entries: readonly E[]): Located<E> {
  const entry = entries.find(({ name }) => name === given);
  if (entry) return { name: given, file: requireEntry(kind, entry), entry };
  const file = isFile(given) ? given : findInFolders([given], searchFolders(kind));
  if (file !== undefined) return { name: basename(file), file };
  if (extname(given) === '' && basename(given) === given) {
    throw unknownName(kind === 'data' ? 'data set' : 'network', given, entries.map(({ name }) => name));
  }
  throw new UserError(`There is no file '${given}'. Looked for it as a path and in ${searchFolders(kind).join(', ')}.`);
}

/** The folders of the environment variable EXACT_IG_PATH, then the project's own. */
function searchFolders(kind: Kind): string[] {
  const given = (process.env.EXACT_IG_PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...given.map((folder) => resolve(folder)), join(projectRoot, kind), join(projectRoot, kind, 'fetched')];
}

/** The file that holds an entry, if it is here. */
export function findEntry(kind: Kind, { files }: Entry): string | undefined {
  return findInFolders(files, searchFolders(kind));
}

function requireEntry(kind: Kind, entry: Entry): string {
  const file = findEntry(kind, entry);
  if (file !== undefined) return file;
  const { name, files, source } = entry;
  const remedy = source ? `\`npm run fetch -- ${name}\` downloads it` : 'It belongs to the project: check it out again';
  throw new UserError(
    `'${name}' (${files.join(' or ')}) is not in ${searchFolders(kind).join(', ')}. ${remedy}, ` +
      'or name the folder that holds it in the environment variable EXACT_IG_PATH.',
  );
}

function findInFolders(files: readonly string[], folders: readonly string[]): string | undefined {
  return folders.flatMap((folder) => files.map((file) => join(folder, file))).find(isFile);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
