import Papa from 'papaparse';
import { printable } from '../base/index.ts';

/** A cell of a table or CSV; undefined is "no value" and is written as nothing. */
export type Cell = string | number | undefined;

export interface Column {
  readonly name: string;
  /** How numbers look on the terminal; the CSV has them in full. */
  readonly format?: (value: number) => string;
}

export interface Table {
  readonly columns: readonly Column[];
  /** One cell for each column. */
  readonly rows: readonly (readonly Cell[])[];
}

/** As numbers are written in cells, without a sign. */
const number = String.raw`(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Infinity)`;

/** What a spreadsheet would compute; negative numbers, and lists that begin with one, are none. */
const formula = new RegExp(String.raw`^(?:[=+@\t\r]|-(?!${number}(?: (?:-?${number}|NaN))*$))`);

/** The table as CSV, header first. Before what a spreadsheet would take for a formula stands an apostrophe. */
export function tableToCsv({ columns, rows }: Table): string {
  const fields = columns.map(({ name }) => name);
  return `${Papa.unparse({ fields, data: rows.map((row) => [...row]) }, { newline: '\n', escapeFormulae: formula })}\n`;
}

/** The table for a terminal: columns aligned, words to the left and numbers to the right, a rule under the header. */
export function tableToText({ columns, rows }: Table): string {
  const blocks = columns.map((column, i) =>
    alignColumn(
      column,
      rows.map((row) => row[i]),
    ),
  );
  const lines = Array.from({ length: rows.length + 2 }, (_, line) =>
    blocks
      .map((block) => block[line])
      .join('  ')
      .trimEnd(),
  );
  return lines.join('\n');
}

function alignColumn({ name, format = String }: Column, cells: readonly Cell[]): string[] {
  const texts = cells.map((cell) => (typeof cell === 'number' ? format(cell) : printable(cell ?? '')));
  const width = Math.max(name.length, ...texts.map((text) => text.length));
  const words = cells.some((cell) => typeof cell === 'string');
  const align = (text: string): string => (words ? text.padEnd(width) : text.padStart(width));
  return [align(name), '-'.repeat(width), ...texts.map(align)];
}
