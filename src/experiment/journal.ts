/**
 * Journals: files to which a run appends what it has finished, one line for each item. `docs/runs.md` has the format.
 */
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { exitCodes, sha256 } from '../project/index.ts';
import { UserError } from '../base/index.ts';
import { replaceFile, whileWriting } from './files.ts';

/** What is known of one item: all of its rows, or why there are none. */
export interface Entry {
  /** The item's id. */
  readonly item: string;
  readonly status: 'ok' | 'failed';
  /** Why it failed. */
  readonly reason?: string;
  /** When it was done, ISO 8601. */
  readonly at: string;
  /** Of each sheet the rows, of each row the cells in the order of the columns, as text; '' for no value. */
  readonly rows: Readonly<Record<string, readonly (readonly string[])[]>>;
}

/** An entry and where it stands. */
export interface Found extends Entry {
  /** Like `all.jsonl, line 3`. */
  readonly where: string;
}

/** A journal that is being written. There is one writer; that the file has grown by another's hand is an error. */
export class Journal {
  #length: number;

  private constructor(
    readonly file: string,
    length: number,
  ) {
    this.#length = length;
  }

  /** Begins a journal, or goes on with it, without a last line that a killed process left torn. */
  static open(file: string): Journal {
    if (!existsSync(file)) replaceFile(file, '');
    const bytes = readFileSync(file);
    const length = bytes.lastIndexOf('\n') + 1;
    if (length < bytes.length)
      whileWriting(file, () => {
        truncateSync(file, length);
      });
    return new Journal(file, length);
  }

  /** Adds an entry; it is on the disk when this returns. */
  append(entry: Entry): void {
    const text = JSON.stringify(entry);
    const line = Buffer.from(`{"check":"${checkOf(text)}","entry":${text}}\n`);
    // Not created anew where it was deleted: that is an error.
    const flags = constants.O_WRONLY | constants.O_APPEND;
    whileWriting(this.file, () => {
      const file = openSync(this.file, flags);
      try {
        if (fstatSync(file).size !== this.#length) throw changed(this.file);
        writeFileSync(file, line);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    });
    this.#length += line.length;
  }
}

/**
 * The entries of all journals in a folder, in the order of the files' names and of the lines. A torn last line, which
 * is about to be written or was never finished, is left out.
 *
 * @throws UserError that names file and line if another line is damaged
 */
export function readJournals(folder: string): Found[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
  return files.flatMap((name) => readJournal(join(folder, name)));
}

function readJournal(file: string): Found[] {
  return [...wholeLines(readFileSync(file))].map((line, i) => {
    const entry = entryIn(line);
    if (entry) return { ...entry, where: `${basename(file)}, line ${i + 1}` };
    throw new UserError(
      `'${file}', line ${i + 1}: damaged; its checksum is not that of its content. Nothing has been changed. ` +
        'Put the file back as it was, or remove that line to compute its item again, or begin anew with --fresh.',
    );
  });
}

/** Line by line, because a file may be longer than a string can be. */
function* wholeLines(bytes: Buffer): Generator<string> {
  for (let from = 0, end = bytes.indexOf('\n'); end >= 0; from = end + 1, end = bytes.indexOf('\n', from)) {
    yield bytes.toString('utf8', from, end);
  }
}

function entryIn(line: string): Entry | undefined {
  const match = /^\{"check":"([0-9a-f]{16})","entry":(.*)\}$/.exec(line);
  return match && checkOf(match[2]) === match[1] ? (JSON.parse(match[2]) as Entry) : undefined;
}

function checkOf(text: string): string {
  return sha256(text).slice(0, 16);
}

function changed(file: string): UserError {
  return new UserError(
    `'${file}' was changed by something else while this run was writing it, so it stops. What is finished is kept: ` +
      'see to it that nothing else writes there, and give the same command again.',
    exitCodes.cannotWrite,
  );
}
