import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Path of a file in one of the folders of EXACT_IG_PATH; undefined if it is in none. */
export function realFile(name: string): string | undefined {
  const folders = (process.env.EXACT_IG_PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(existsSync);
}

/** The paths of files of which all are needed; where one is missing it says what is skipped and gives undefined. */
export function realFiles<const Names extends readonly string[]>(
  ...names: Names
): { [N in keyof Names]: string } | undefined {
  const paths = names.map(realFile);
  const missing = names.filter((_, i) => paths[i] === undefined);
  if (missing.length === 0) return paths as { [N in keyof Names]: string };
  console.warn(`Skipped, because no folder of EXACT_IG_PATH has it: ${missing.join(', ')}`);
  return undefined;
}
