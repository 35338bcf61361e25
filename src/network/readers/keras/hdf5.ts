import { Dataset, File, Group } from 'jsfive';
import { UserError } from '../../../base/index.ts';

/** Numbers as they stand in a file of weights. */
export interface Saved {
  readonly shape: readonly number[];
  readonly numbers: readonly number[];
}

/**
 * What is made of an HDF5 file. jsfive throws texts and errors of its own, at any access, where a file is damaged.
 *
 * @throws UserError if it is none, is damaged, or made in a way that is not read
 */
export function fromHdf5<T>(bytes: Uint8Array, use: (file: Group) => T): T {
  try {
    return use(new File(bytes.slice().buffer, 'weights'));
  } catch (error) {
    if (error instanceof UserError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`the file is damaged, or of a kind of HDF5 that is not read: ${reason}.`);
  }
}

/** A group within one, by its path; undefined if there is none. */
export function groupIn(group: Group, path: string): Group | undefined {
  const [name, ...rest] = path.split('/');
  if (!group.keys.includes(name)) return undefined;
  const found = group.get(name);
  if (!(found instanceof Group)) return undefined;
  return rest.length === 0 ? found : groupIn(found, rest.join('/'));
}

/** The numbers of a group's data set. @throws UserError if it is none of floating-point or whole numbers */
export function numbersIn(group: Group, path: string): Saved {
  const found = group.get(path);
  if (!(found instanceof Dataset)) throw new UserError(`its '${path}' is no data set.`);
  const { value } = found;
  const numbers: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (numbers.every((number) => typeof number === 'number')) return { shape: found.shape, numbers };
  throw new UserError(`its '${path}' holds ${String(found.dtype)}, expected numbers.`);
}

/** Words that an attribute holds; HDF5 has no room for many in one, and Keras numbers those that it makes of it. */
export function wordsOf({ attrs }: Group, name: string): string[] {
  const parts = Object.keys(attrs).filter((key) => key.startsWith(name) && /^\d*$/.test(key.slice(name.length)));
  const words = parts.flatMap((key) => attrs[key]).filter((word) => typeof word === 'string');
  return words.map((word) => word.replace(/\0+$/, '')); // Keras 2 writes words of one length
}
