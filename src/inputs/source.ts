import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { UserError } from '../base/index.ts';

/** What `--input` names: a file or a data set, an array within an archive, and which examples of it. */
export interface Source {
  readonly name: string;
  /** By the ending of the file; `data` for CSV files and data sets by name. */
  readonly kind: 'picture' | 'array' | 'archive' | 'data';
  /** An array within an archive. */
  readonly key?: string;
  /** Like `3` or `0-9`; without it all of an array, the first of a data set. */
  readonly rows?: string;
}

const pictures = ['.png', '.jpg', '.jpeg', '.webp', '.gif', '.avif', '.tif', '.tiff', '.svg'];
/** Endings of pictures that are not read. */
const otherPictures = ['.bmp', '.heic', '.heif', '.ico', '.jp2', '.jxl', '.ppm', '.psd', '.tga'];
const rowsPattern = /^(random:\d+|\d+(-\d+)?(,\d+(-\d+)?)*)$/;

/**
 * Takes `FILE`, `FILE:ROWS`, `FILE.npz:ARRAY` and `FILE.npz:ARRAY:ROWS` apart. @throws UserError if the rest of it is
 * not understood
 */
export function sourceOf(given: string): Source {
  const words = existsSync(given) ? [given] : fileAndRest(given);
  const [name, ...rest] = words;
  if (otherPictures.includes(extname(name).toLowerCase()))
    throw new UserError(`${name} is a picture of a kind that is not read; save it as one of ${pictures.join(', ')}.`);
  const kind = kindOf(name);
  const rows = rest.length > 0 && rowsPattern.test(rest[rest.length - 1]) ? rest.pop() : undefined;
  const key = kind === 'archive' ? rest.pop() : undefined;
  if (rest.length === 0) return { name, kind, ...(key !== undefined && { key }), ...(rows !== undefined && { rows }) };
  throw new UserError(
    `The input '${given}' is not understood; expected a file or data set, and which of its examples: x.npy, data.csv:3, mnist_test:0-9, x.npz:images:3.`,
  );
}

/**
 * The longest beginning that is a file, and what stands between colons behind it; what is no file ends at its first
 * colon.
 */
function fileAndRest(given: string): string[] {
  const words = given.split(':');
  for (let end = words.length - 1; end > 0; end--) {
    const file = words.slice(0, end).join(':');
    if (existsSync(file)) return [file, ...words.slice(end)];
  }
  return words.length > 2 && words[0].length === 1 ? [`${words[0]}:${words[1]}`, ...words.slice(2)] : words;
}

function kindOf(name: string): Source['kind'] {
  const extension = extname(name).toLowerCase();
  if (pictures.includes(extension)) return 'picture';
  if (extension === '.npy') return 'array';
  return extension === '.npz' ? 'archive' : 'data';
}
