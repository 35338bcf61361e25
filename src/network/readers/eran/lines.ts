import { UserError } from '../../../base/index.ts';

/** The lines of a text file, taken one after the other. */
export class Lines {
  /** Number of the line taken last, from 1. */
  number = 0;
  private readonly lines: readonly string[];

  constructor(text: string) {
    this.lines = text.split('\n');
  }

  /** The next line that is not blank; undefined at the end of the file. */
  nextHeader(): string | undefined {
    while (this.number < this.lines.length) {
      const line = this.lines[this.number++].trim();
      if (line !== '') return line;
    }
    return undefined;
  }

  /** The next line, which the file must have. */
  next(what: string): string {
    const line = this.nextHeader();
    if (line === undefined) throw new UserError(`the file ends where ${what} were expected; it is truncated.`);
    return line;
  }
}
