import { mkdir, open, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../errors.ts';

/** Told after each piece: bytes there, and bytes in all where the server tells. */
export type OnBytes = (received: number, total: number | undefined) => void;

/**
 * Appends to a file what of a URL's content it does not hold yet (HTTP Range; a server without it sends
 * everything and the file begins anew). What has come stays there whatever happens.
 *
 * @param silence how long the server may send nothing, in milliseconds
 * @throws UserError if the host cannot be reached, refuses, falls silent or breaks off, or the file cannot be written
 */
export async function receive(url: string, file: string, onBytes: OnBytes, silence: number): Promise<void> {
  const abort = new AbortController();
  const timer = setTimeout(() => { abort.abort(); }, silence);
  let answered = false;
  try {
    await mkdir(dirname(file), { recursive: true });
    const held = await sizeOf(file);
    const response = await request(url, held, abort.signal);
    answered = true;
    if (response.status === nothingMissing) return;
    if (!response.ok) throw new UserError(`${url} answers ${response.status} ${response.statusText}.`);
    const resumed = response.status === partialContent;
    await using handle = await open(file, resumed ? 'a' : 'w');
    await copy(response, handle, resumed ? held : 0, (received, total) => {
      timer.refresh();
      onBytes(received, total);
    });
  } catch (error) {
    if (abort.signal.aborted) throw new UserError(`${url} sent nothing for ${silence / 1000} s. ${keptAdvice}`);
    throw describe(error, url, file, answered);
  } finally {
    clearTimeout(timer);
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

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(({ size }) => size, () => 0);
}
