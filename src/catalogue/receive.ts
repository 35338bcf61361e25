import { constants } from 'node:fs';
import { lstat, mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../base/index.ts';

/** Told after each piece: bytes there, and bytes in all where the server tells. */
export type OnBytes = (received: number, total: number | undefined) => void;

/** What a download may take in all. */
export interface Bounds {
  /** How long the server may send nothing, in milliseconds. */
  readonly silence: number;
  /** How long all of it may take, in milliseconds. */
  readonly duration: number;
  /** Bytes of the file. */
  readonly size: number;
}

/**
 * Appends to a file what of a URL's content it does not hold yet (HTTP Range; a server without it sends
 * everything and the file begins anew). What has come stays there whatever happens. A file that is no file, like a
 * symbolic link, is never written through: it is removed.
 *
 * @throws UserError if the host cannot be reached, refuses, falls silent, breaks off, or sends more or longer than the
 *   bounds allow, or the file cannot be written
 */
export async function receive(
  url: string,
  file: string,
  onBytes: OnBytes,
  { silence, duration, size }: Bounds,
): Promise<void> {
  const abort = new AbortController();
  const timer = setTimeout(() => {
    abort.abort(new UserError(`${url} sent nothing for ${silence / 1000} s. ${keptAdvice}`));
  }, silence);
  const deadline = setTimeout(() => {
    abort.abort(new UserError(`${url} took longer than ${duration / 1000} s. ${keptAdvice}`));
  }, duration);
  let answered = false;
  try {
    await mkdir(dirname(file), { recursive: true });
    const held = await heldIn(file);
    const response = await request(url, held, abort.signal);
    answered = true;
    if (response.status === nothingMissing) return;
    if (!response.ok) throw new UserError(`${url} answers ${response.status} ${response.statusText}.`);
    const resumed = response.status === partialContent;
    await using handle = await open(file, flagsFor(resumed));
    await copy(response, handle, resumed ? held : 0, (received, total) => {
      timer.refresh();
      if (Math.max(received, total ?? 0) > size)
        throw new UserError(`${url} sends more than the ${size} bytes that a file may have.`);
      onBytes(received, total);
    });
  } catch (error) {
    if (abort.signal.aborted) throw abort.signal.reason;
    throw describe(error, url, file, answered);
  } finally {
    clearTimeout(timer);
    clearTimeout(deadline);
  }
}

const partialContent = 206;
/** The range asked for begins at or after the end. */
const nothingMissing = 416;
const keptAdvice = 'What has come is kept: the same command again goes on from there.';

/** `identity`: a range of a compressed answer would not be a range of the file. */
function request(url: string, held: number, signal: AbortSignal): Promise<Response> {
  const range = held > 0 ? { range: `bytes=${held}-` } : undefined;
  return fetch(url, { signal, headers: { 'accept-encoding': 'identity', ...range } });
}

async function copy({ headers, body }: Response, to: FileHandle, held: number, onBytes: OnBytes): Promise<void> {
  const length = headers.get('content-length');
  const total = length === null ? undefined : held + Number(length);
  let received = held;
  for await (const piece of body ?? []) {
    await to.appendFile(piece);
    received += piece.byteLength;
    onBytes(received, total);
  }
}

/** Node's fetch rejects with a TypeError, whose cause names the reason, both before and amid an answer. */
function describe(error: unknown, url: string, file: string, answered: boolean): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  if (!(error instanceof TypeError)) return new UserError(`Cannot write '${file}': ${error.message}.`);
  if (answered) return new UserError(`${url} broke off. ${keptAdvice}`);
  const reason = error.cause instanceof Error ? error.cause.message : error.message;
  return new UserError(`Cannot reach ${new URL(url).host} (${reason}). Is this machine online?`);
}

/** Bytes that have come before; what is no regular file is removed. */
async function heldIn(file: string): Promise<number> {
  const found = await lstat(file).catch(() => undefined);
  if (!found || found.isFile()) return found?.size ?? 0;
  await rm(file, { recursive: true });
  return 0;
}

/** To append, or to begin anew; a symbolic link is not followed, where the system can be told so. */
function flagsFor(resumed: boolean): number {
  // The last is undefined, which is no bit, on Windows.
  const { O_WRONLY, O_CREAT, O_APPEND, O_TRUNC, O_NOFOLLOW } = constants;
  return O_WRONLY | O_CREAT | O_NOFOLLOW | (resumed ? O_APPEND : O_TRUNC);
}
