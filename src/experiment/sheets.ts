/** The sheets of a run, which follow from its plan and its journals. */
import { join } from 'node:path';
import { ArtifactIndex } from './artifacts.ts';
import type { Row } from './csv.ts';
import { replaceFile } from './files.ts';
import type { Sheet } from './plan.ts';
import type { Collected, WrittenPlan } from './runFolder.ts';
import { tableToCsv, type Cell, type Table } from './table.ts';

/** Columns that the first sheet has besides its own: `ok` or `failed`, and why. */
const statusColumns = ['status', 'reason'];

/** The columns of a sheet's CSV. */
function columnsOf(collected: WrittenPlan, sheet: Sheet): string[] {
  return sheet === collected.sheets[0] ? [...sheet.columns, ...statusColumns] : [...sheet.columns];
}

/** A sheet's CSV: rows in the order of the plan, those of failed items in the first sheet alone. */
export function tableOf(collected: Collected, sheet: Sheet): Table {
  const first = sheet === collected.sheets[0];
  const rows = collected.items.flatMap(({ id, place }): readonly (readonly Cell[])[] => {
    const entry = collected.entries.get(id);
    if (entry?.status === 'ok')
      return (entry.rows[sheet.name] ?? []).map((cells) => (first ? [...cells, 'ok', ''] : cells));
    return first && entry ? [[...sheet.columns.map((column) => place[column]), 'failed', entry.reason]] : [];
  });
  return { columns: columnsOf(collected, sheet).map((name) => ({ name })), rows };
}

/** The rows of the items that are done, by column, in the order of the plan. */
export function rowsOf(collected: Collected, sheet: Sheet): Row[] {
  return collected.items.flatMap(({ id }) => {
    const cells = collected.entries.get(id)?.rows[sheet.name] ?? [];
    return cells.map((row) => Object.fromEntries(sheet.columns.map((column, i) => [column, row[i]])));
  });
}

/**
 * Writes the CSVs of what is collected so far: the first sheet, and of the others those that have rows. Those that had
 * some, of a run with other options, and have none any more are removed.
 */
export function writeCsvs(folder: string, collected: Collected): void {
  const index = new ArtifactIndex(folder);
  const all = collected.sheets.map((sheet) => ({ key: sheet.name, table: tableOf(collected, sheet) }));
  const written = all.filter(({ table }, i) => i === 0 || table.rows.length > 0);
  index.remove(all.filter((one) => !written.includes(one)).map(({ key }) => key));
  index.record(written.map(({ key }) => ({ key, type: 'csv', path: `${key}.csv` })));
  for (const { key, table } of written) replaceFile(join(folder, `${key}.csv`), tableToCsv(table));
}
