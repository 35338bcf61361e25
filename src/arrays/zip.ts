import { unzipSync } from 'fflate';
import { UserError } from '../base/index.ts';

/** Deflate makes no more than this of a byte. */
const mostInflation = 1032;

/**
 * The files of a zip archive of which one wants the contents, by name.
 *
 * @throws UserError if it is none, or claims to hold what cannot be in it
 */
export function filesOfZip(bytes: Uint8Array, isWanted: (name: string) => boolean): Map<string, Uint8Array> {
  const checkSize = (name: string, packed: number, size: number): void => {
    if (packed > bytes.length || size > mostInflation * (packed + 1))
      throw new UserError(`its ${name} claims ${size} bytes out of ${packed} packed ones; it is damaged.`);
  };
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, size, originalSize }) => {
        if (!isWanted(name)) return false;
        checkSize(name, size, originalSize);
        return true;
      },
    });
    return new Map(Object.entries(files));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`it is no zip archive, or damaged: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
