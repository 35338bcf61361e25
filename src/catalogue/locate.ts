import { existsSync, statSync, type Stats } from 'node:fs';
import { basename, delimiter, dirname, extname, join, resolve } from 'node:path';
import { checkText, printable, UserError } from '../base/index.ts';
import { commandInWords, projectRoot } from '../project/index.ts';
import { unknownName } from '../names/index.ts';
import type { Entry, Kind } from './entry.ts';

/** What the file of a TensorFlow.js layers model is called; its folder names the model. */
const layersModel = 'model.json';

/** A file that was asked for: its name in results, its path, and its entry if the catalogue has one. */
export interface Located<E extends Entry> {
  readonly name: string;
  readonly file: string;
  readonly entry?: E;
}

/**
 * Where a name or path given by the user leads: entries of the catalogue first, then files; any folder that is named,
 * of which the reader says what it lacks.
 */
export function locate<E extends Entry>(kind: Kind, given: string, entries: readonly E[]): Located<E> {
  checkText(kind === 'data' ? 'name or file of data' : 'name or file of a network', given);
  const entry = entries.find(({ name }) => name === given);
  if (entry) return { name: given, file: requireEntry(kind, entry), entry };
  const file = fileAt(given) ?? findInFolders([given], searchFolders(kind));
  if (file !== undefined) return { name: nameOf(file), file };
  if (kind === 'networks' && statusOf(given)?.isDirectory() === true) return { name: nameOf(given), file: given };
  if (extname(given) === '' && basename(given) === given) {
    throw unknownName(
      kind === 'data' ? 'data set' : 'network',
      given,
      entries.map(({ name }) => name),
    );
  }
  throw new UserError(`There is no file '${given}'. Looked for it as a path and in ${foldersInWords(kind)}.`);
}

/** The folders of the environment variable EXACT_IG_PATH, then the project's own. */
export function searchFolders(kind: Kind): string[] {
  return [...givenFolders(), join(projectRoot, kind), join(projectRoot, kind, 'fetched')];
}

function givenFolders(): string[] {
  const folders = (process.env.EXACT_IG_PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => resolve(folder));
}

/** Folders that were searched; of the user's own it says which do not exist. */
function foldersInWords(kind: Kind): string {
  const missing = givenFolders().filter((folder) => !existsSync(folder));
  return searchFolders(kind)
    .map((folder) => (missing.includes(folder) ? `${folder} (does not exist)` : folder))
    .join(', ');
}

/** The file that holds an entry, if it is here. */
export function findEntry(kind: Kind, { files }: Entry): string | undefined {
  return findInFolders(files, searchFolders(kind));
}

function requireEntry(kind: Kind, entry: Entry): string {
  const file = findEntry(kind, entry);
  if (file !== undefined) return file;
  const { name, files, source } = entry;
  const remedy = source
    ? `\`${commandInWords('fetch', name)}\` downloads it`
    : 'It belongs to the project: check it out again';
  throw new UserError(
    `'${name}' (${files.join(' or ')}) is not in ${foldersInWords(kind)}. ${remedy}, ` +
      'or name the folder that holds it in the environment variable EXACT_IG_PATH.',
  );
}

function findInFolders(files: readonly string[], folders: readonly string[]): string | undefined {
  return folders
    .flatMap((folder) => files.map((file) => fileAt(join(folder, file))))
    .find((file) => file !== undefined);
}

/** The file at a path; of a folder that holds a TensorFlow.js model, its `model.json`. */
function fileAt(path: string): string | undefined {
  return [path, join(path, layersModel)].find(isFile);
}

function nameOf(file: string): string {
  return printable(basename(file) === layersModel ? basename(dirname(resolve(file))) : basename(file));
}

function isFile(path: string): boolean {
  return statusOf(path)?.isFile() ?? false;
}

/** Undefined of what there is not, and of what the system refuses, such as a path through a file. */
function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
