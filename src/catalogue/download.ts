import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { UserError } from '../base/index.ts';
import { sha256OfFile } from '../project/index.ts';
import type { Source } from './entry.ts';
import { receive, type Bounds, type OnBytes } from './receive.ts';

/** A file to be downloaded. */
export interface Download extends Source {
  readonly name: string;
  /** Path of where it goes. Until it is whole and its hash is right it is called `FILE.part`. */
  readonly file: string;
}

/** No file of the catalogue comes near them on a line that is worth waiting for. */
const usualBounds: Bounds = { silence: 30_000, duration: 3_600_000, size: 1e9 };

/**
 * Downloads a file unless it is there with the right hash; goes on from `FILE.part` if there is one.
 *
 * @throws UserError as `receive`, and if the hash is wrong (`FILE.part` is then deleted)
 */
export async function download(
  { name, url, sha256, file }: Download,
  onBytes: OnBytes,
  bounds: Partial<Bounds> = {},
): Promise<'present' | 'downloaded'> {
  if (existsSync(file) && (await sha256OfFile(file)) === sha256) return 'present';
  const part = `${file}.part`;
  await receive(url, part, onBytes, { ...usualBounds, ...bounds });
  const hash = await sha256OfFile(part);
  if (hash !== sha256) {
    await rm(part);
    throw new UserError(
      `${name}: what ${url} sent has the SHA-256 ${hash}, expected ${sha256}. ` +
        'It is deleted. Try again; if that fails too, the published file has changed.',
    );
  }
  await rename(part, file);
  return 'downloaded';
}
