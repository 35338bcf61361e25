import { deflateSync } from 'node:zlib';

export interface ReportTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Longer cells, as of maps, are cut: the CSV has them. */
const longestCell = 60;

/** Columns and rows as JSON, deflated, in base64: a page unpacks those that are opened. */
export function packTable({ columns, rows }: ReportTable): string {
  return deflateSync(JSON.stringify({ columns, rows: rows.map((row) => row.map(shortened)) })).toString('base64');
}

function shortened(cell: string): string {
  return cell.length > longestCell ? `${cell.slice(0, longestCell - 3)}...` : cell;
}
