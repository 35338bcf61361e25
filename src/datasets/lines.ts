import { createReadStream } from 'node:fs';
import { UserError } from '../base/index.ts';

/** A line of a text file, from 1. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

/** Longer than the row of any image: a file without line ends is none of rows. */
export const longestLine = 2 ** 26;

/**
 * The lines of a file of any size, read piece by piece; they end as on Windows, Unix or old Macs, even in one file.
 *
 * @throws UserError if it cannot be read, or if a line is longer than 64 million characters
 */
export async function* linesOf(path: string): AsyncGenerator<Line> {
  let number = 1;
  let rest = '';
  for await (const text of piecesOf(path)) {
    // A piece may end between the two characters of a line end of Windows.
    const joined = rest + text;
    const held = joined.endsWith('\r') ? 1 : 0;
    const lines = joined.slice(0, joined.length - held).split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? '') + joined.slice(joined.length - held);
    if (rest.length > longestLine) throw tooLong(path, number);
    for (const line of lines) yield { number: number++, text: line };
  }
  for (const line of rest.split('\r')) yield { number: number++, text: line };
}

async function* piecesOf(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 2 ** 20 })) {
      const bytes = piece as Uint8Array;
      if (bytes.includes(0)) throw new UserError(`The data file ${path} is no text; expected a CSV file in UTF-8.`);
      yield decoder.decode(bytes, { stream: true });
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** What is said of a line that is no row. */
export function tooLong(path: string, line: number): UserError {
  return new UserError(
    `${path}:${line}: the line has more than ${longestLine} characters; the file is not one of rows.`,
  );
}

/** What is said of a data file that the system does not give; an error that says what is wrong stays as it is. */
export function unreadable(path: string, error: unknown): UserError {
  if (error instanceof UserError) return error;
  return new UserError(
    `The data file ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
  );
}
