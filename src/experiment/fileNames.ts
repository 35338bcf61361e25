import { sha256 } from '../project/index.ts';

/** More characters than this are cut off; file systems take 255 bytes. */
const longest = 80;

/**
 * The name of an artifact's file, without its extension: the key, in which characters that a file system or a shell may
 * take amiss are replaced. What was replaced or cut off is told apart by a hash.
 */
export function fileNameFor(key: string): string {
  const plain = key.replace(/[^A-Za-z0-9._-]|^[.-]/g, '_').slice(0, longest);
  return plain === key ? key : `${plain}-${sha256(key).slice(0, 8)}`;
}
