import Papa from 'papaparse';

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
  const lines = [columns.map(({ name }) => name), ...rows.map((row) => [...row])];
  return `${Papa.unparse(lines, { newline: '\n', escapeFormulae: formula })}\n`;
}
