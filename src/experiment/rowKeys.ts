import type { Row } from './csv.ts';
import { foreign } from './foreign.ts';

/** How the rows of a CSV are known, and which of them a run may have. */
export interface RowKeys {
  readonly columns: readonly string[];
  /** Of every row of the run, as `keyOf` makes them. */
  readonly expected: ReadonlySet<string>;
  /** True if each may be there but once. */
  readonly once: boolean;
}

/** What a row is known by: its cells in some columns. */
export function keyOf(row: Readonly<Record<string, string | number>>, columns: readonly string[]): string {
  return columns.map((column) => row[column]).join(' ');
}

/** @throws UserError if a row is none of those that the run may have, or is there too often */
export function checkKeys(path: string, rows: readonly Row[], { columns, expected, once }: RowKeys): void {
  const seen = new Set<string>();
  for (const row of rows) {
    const key = keyOf(row, columns);
    const place = columns.map((column) => `${column} ${row[column]}`).join(', ');
    if (!expected.has(key)) throw foreign(path, `it has a row of ${place}, which is not of this run`);
    if (once && seen.has(key)) throw foreign(path, `it has two rows of ${place}`);
    seen.add(key);
  }
}
