import Papa from 'papaparse';
import { counted, UserError } from '../base/index.ts';
import { linesOf } from './lines.ts';

/** Rows of numbers with names, and a label for each row if there is a column of them. */
export interface NumberTable {
  /** Of the columns of numbers. */
  readonly features: readonly string[];
  readonly rows: readonly Float64Array[];
  /** As they are written. */
  readonly labels?: readonly string[];
  /** The name of their column. */
  readonly labelColumn?: string;
}

/** Names that columns of labels have where none is named. */
const usualLabelColumns = ['label', 'target', 'class', 'y'];

/** True if the first row of a CSV file has a cell that is no number: names of columns. */
export async function hasHeader(path: string): Promise<boolean> {
  for await (const cells of rowsOf(path)) return cells.some((cell) => !isNumber(cell));
  return false;
}

/**
 * Reads tabular data: a CSV file of numbers, any of them, with or without a header; separated by comma, semicolon or
 * tab.
 *
 * @param labelColumn name or index of the column of labels, or `none`; without it one called label, target, class or
 *   y, if
 * the others are as many as the network takes
 * @param size numbers that the network takes
 * @throws UserError that names file, line and column of what is no number, or if the columns are not as many
 */
export async function readTable(path: string, size: number, labelColumn?: string): Promise<NumberTable> {
  let columns: Columns | undefined;
  const rows: Float64Array[] = [];
  const labels: string[] = [];
  for await (const cells of rowsOf(path)) {
    const isHeader = columns === undefined && cells.some((cell) => !isNumber(cell));
    columns ??= columnsOf(isHeader ? cells : cells.map((_, i) => `column ${i}`), size, path, labelColumn);
    if (isHeader) continue;
    rows.push(numbersOf(cells, columns, `${path}: row ${rows.length}`));
    if (columns.label !== undefined) labels.push(cells[columns.label].trim());
  }
  if (columns === undefined || rows.length === 0) throw new UserError(`${path} has no rows of numbers.`);
  const { names, features, label } = columns;
  return {
    features: features.map((i) => names[i]),
    rows,
    ...(label !== undefined && { labels, labelColumn: names[label] }),
  };
}

/** The columns of a table: their names, and which of them hold numbers and labels. */
interface Columns {
  readonly names: readonly string[];
  readonly features: readonly number[];
  readonly label: number | undefined;
}

function columnsOf(cells: readonly string[], size: number, path: string, labelColumn: string | undefined): Columns {
  const names = cells.map((name) => name.trim());
  const label = labelIndex(names, size, path, labelColumn);
  const features = names.map((_, i) => i).filter((i) => i !== label);
  if (features.length !== size) throw new UserError(doesNotFit(path, names, features.length, size, label));
  return { names, features, label };
}

/** The cells of each line that is not empty; what separates them is told by the first one. */
async function* rowsOf(path: string): AsyncGenerator<string[]> {
  let delimiter: string | undefined;
  for await (const { number, text } of linesOf(path)) {
    if (text.trim() === '') continue;
    const { data, errors, meta } = Papa.parse<string[]>(
      text,
      delimiter === undefined ? { delimitersToGuess: [',', ';', '\t'] } : { delimiter },
    );
    if (errors.some(({ type }) => type === 'Quotes'))
      throw new UserError(
        `${path}:${number}: a quotation mark is opened and not closed, or stands within a cell; expected them around whole cells, or none.`,
      );
    delimiter = meta.delimiter;
    yield data[0];
  }
}

function labelIndex(names: readonly string[], size: number, path: string, given?: string): number | undefined {
  if (given === 'none') return undefined;
  if (given === undefined) {
    const usual = names.findIndex((name) => usualLabelColumns.includes(name.toLowerCase()));
    return usual >= 0 && names.length === size + 1 ? usual : undefined;
  }
  const index = names.includes(given) ? names.indexOf(given) : Number(given);
  if (Number.isInteger(index) && index >= 0 && index < names.length) return index;
  throw new UserError(`${path} has no column '${given}'; its columns are ${inShort(names)}.`);
}

function numbersOf(row: readonly string[], { names, features }: Columns, place: string): Float64Array {
  if (row.length !== names.length)
    throw new UserError(`${place} has ${counted(row.length, 'cell')}, expected ${names.length} as in the first row.`);
  return Float64Array.from(features, (i) => {
    if (isNumber(row[i])) return Number(row[i]);
    throw new UserError(
      `${place}: '${row[i].slice(0, 40)}' in column '${names[i]}' is no number; expected numbers in all columns but that of labels.`,
    );
  });
}

function isNumber(cell: string): boolean {
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(cell);
}

function doesNotFit(
  path: string,
  names: readonly string[],
  columns: number,
  size: number,
  label: number | undefined,
): string {
  const besides = label === undefined ? '' : ` besides the label '${names[label]}'`;
  return `${path} has ${counted(columns, 'column')}${besides}, the network takes ${counted(size, 'number')}. Columns: ${inShort(names)}. Name that of the labels with --label-column, or none.`;
}

function inShort(names: readonly string[]): string {
  const short = names.slice(0, 12).map((name) => (name.length > 40 ? `${name.slice(0, 40)}...` : name));
  return [...short, ...(names.length > 12 ? ['...'] : [])].join(', ');
}
