import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { UserError } from '../base/index.ts';

/** A row: cells by column, '' for no value. */
export type Row = Readonly<Record<string, string>>;

/**
 * The rows of a CSV whose first line is its header.
 *
 * @param required columns that it must have; it may have others
 * @throws UserError if the file is missing, a column is, or a line has too few or too many cells
 */
export function readCsv(path: string, required: readonly string[] = []): Row[] {
  const {
    data,
    errors,
    meta: { fields = [] },
  } = Papa.parse<Row>(readText(path), { header: true, delimiter: ',', skipEmptyLines: true });
  const missing = required.find((column) => !fields.includes(column));
  if (missing !== undefined)
    throw new UserError(
      `'${path}' has no column '${missing}'; its columns are ${fields.join(',')}. Begin anew with --fresh.`,
    );
  const damage = errors.at(0);
  if (damage)
    throw new UserError(
      `'${path}', line ${(damage.row ?? 0) + 2}: ${damage.message}. Repair or remove that line, or begin anew with --fresh.`,
    );
  return data;
}

/**
 * The number in a cell; undefined where there is no value.
 *
 * @throws UserError if the column is missing or the cell holds something else
 */
export function numberIn(row: Row, column: string): number | undefined {
  if (!Object.hasOwn(row, column))
    throw new UserError(`There is no column '${column}' in the row ${Object.values(row).join(',')}.`);
  if (row[column] === '') return undefined;
  const value = Number(row[column]);
  if (!Number.isNaN(value)) return value;
  throw new UserError(
    `Column '${column}' holds '${row[column]}' in the row ${Object.values(row).join(',')}; expected a number.`,
  );
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`Cannot read '${path}': ${(error as Error).message}.`);
  }
}
