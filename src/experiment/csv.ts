import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import Papa from 'papaparse';
import { UserError } from '../errors.ts';
import { whileWriting } from './files.ts';
import { foreign } from './foreign.ts';
import type { Cell } from './table.ts';

/** A row as it stands in the file: cells by column, '' for no value. */
export type Row = Readonly<Record<string, string>>;

/** A CSV that grows row by row: header first, a row on the disk when `append` returns. */
export class CsvFile {
  constructor(
    readonly path: string,
    readonly columns: readonly string[],
  ) {}

  /** Begins it: nothing but the header, whatever was there before. */
  create(): void {
    whileWriting(this.path, () => { writeFileSync(this.path, this.#line(this.columns)); });
  }

  /**
   * Goes on with what is there, without a last line that a killed process left torn.
   *
   * @returns the rows that are there
   * @throws UserError if its columns are others or a line is damaged
   */
  resume(): Row[] {
    const text = readText(this.path);
    const whole = wholeLines(text);
    if (whole === '') {
      this.create();
      return [];
    }
    const header = whole.slice(0, whole.indexOf('\n') + 1);
    if (header !== this.#line(this.columns)) {
      throw foreign(this.path, `its columns are ${header.trim()}, expected ${this.columns.join(',')}`);
    }
    const rows = parse(whole, this.path);
    if (whole !== text) whileWriting(this.path, () => { truncateSync(this.path, Buffer.byteLength(whole)); });
    return rows;
  }

  /** @param row cells by column; a column without a cell has no value */
  append(row: Readonly<Record<string, Cell>>): void {
    const stray = Object.keys(row).find((name) => !this.columns.includes(name));
    if (stray !== undefined) throw new Error(`'${this.path}' has no column '${stray}'.`);
    const line = this.#line(this.columns.map((name) => row[name]));
    whileWriting(this.path, () => { appendFileSync(this.path, line); });
  }

  #line(cells: readonly Cell[]): string {
    return `${Papa.unparse([[...cells]])}\n`;
  }
}

/**
 * The rows of a CSV whose first line is its header. A torn last line is left out.
 *
 * @param required columns that it must have; it may have others
 * @throws UserError if the file is missing, a column is, or a line has too few or too many cells
 */
export function readCsv(path: string, required: readonly string[] = []): Row[] {
  const text = wholeLines(readText(path));
  const columns = Papa.parse<string[]>(text, { delimiter: ',', preview: 1 }).data.at(0) ?? [];
  const missing = required.find((column) => !columns.includes(column));
  if (missing !== undefined) {
    throw new UserError(
      `'${path}' has no column '${missing}'; its columns are ${columns.join(',')}. ` +
        'It is not of this version: run the experiment again with --fresh or in another folder.',
    );
  }
  return parse(text, path);
}

/** True if a CSV has a row below its header. */
export function hasRows(path: string): boolean {
  return existsSync(path) && wholeLines(readText(path)).split('\n', 3).length === 3;
}

/**
 * The number in a cell; undefined where there is no value.
 *
 * @throws UserError if the column is missing or the cell holds something else
 */
export function numberIn(row: Row, column: string): number | undefined {
  if (!Object.hasOwn(row, column)) throw new UserError(`There is no column '${column}' in the row ${Object.values(row).join(',')}.`);
  if (row[column] === '') return undefined;
  const value = Number(row[column]);
  if (!Number.isNaN(value)) return value;
  throw new UserError(`Column '${column}' holds '${row[column]}' in the row ${Object.values(row).join(',')}; expected a number.`);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`Cannot read '${path}': ${(error as Error).message}.`);
  }
}

function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1);
}

function parse(text: string, path: string): Row[] {
  const { data, errors } = Papa.parse<Row>(text, { header: true, delimiter: ',', skipEmptyLines: true });
  const damage = errors.at(0);
  if (damage) {
    throw new UserError(`'${path}', line ${(damage.row ?? 0) + 2}: ${damage.message}. Repair or remove that line, or start again with --fresh.`);
  }
  return data;
}
