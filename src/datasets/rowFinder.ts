import { tooLong, longestLine } from './lines.ts';

const lineFeed = 10;
const carriageReturn = 13;
/** Blanks and control characters, of which no row consists. */
const isBlank = (byte: number): boolean => byte <= 32;

/** Takes a text file piece by piece and notes where its rows are, the lines that are not blank. */
export class RowFinder {
  /** The byte that each row begins at. */
  readonly begins: number[] = [];
  /** The line of each row, from 1. */
  readonly lines: number[] = [];
  #taken = 0;
  #begin = 0;
  #line = 1;
  #blank = true;
  /** Behind the last carriage return, which a line feed there belongs to. */
  #afterReturn = -1;

  /** @param path for messages */
  constructor(readonly path: string) {}

  /** @throws UserError if a line is longer than that of any image */
  take(piece: Buffer): void {
    let from = 0;
    for (const end of lineEnds(piece)) {
      this.#goOn(piece.subarray(from, end));
      this.#endLine(this.#taken + end, piece[end]);
      from = end + 1;
    }
    this.#goOn(piece.subarray(from));
    this.#taken += piece.length;
    if (this.#taken - this.#begin > longestLine) throw tooLong(this.path, this.#line);
  }

  /** The file has no more pieces. */
  end(): void {
    this.#endLine(this.#taken, lineFeed);
  }

  #goOn(line: Uint8Array): void {
    this.#blank &&= line.every(isBlank);
  }

  #endLine(at: number, byte: number): void {
    const isSecond = byte === lineFeed && at === this.#afterReturn;
    if (!this.#blank) {
      this.begins.push(this.#begin);
      this.lines.push(this.#line);
    }
    if (!isSecond) this.#line += 1;
    if (byte === carriageReturn) this.#afterReturn = at + 1;
    this.#begin = at + 1;
    this.#blank = true;
  }
}

/** Where line feeds and carriage returns are, ascending; each kind is looked for by the system's own search. */
function* lineEnds(piece: Buffer): Generator<number> {
  let [feed, carriage] = [piece.indexOf(lineFeed), piece.indexOf(carriageReturn)];
  while (feed >= 0 || carriage >= 0) {
    if (carriage < 0 || (feed >= 0 && feed < carriage)) {
      yield feed;
      feed = piece.indexOf(lineFeed, feed + 1);
    } else {
      yield carriage;
      carriage = piece.indexOf(carriageReturn, carriage + 1);
    }
  }
}
