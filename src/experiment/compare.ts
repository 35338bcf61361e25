import { UserError } from '../base/index.ts';
import type { Sheet } from './plan.ts';
import { readCollected, type Collected } from './runFolder.ts';
import { tableOf } from './sheets.ts';
import type { Cell } from './table.ts';

/** How the values of one column differ in the rows that both runs have. */
export interface ColumnChange {
  readonly sheet: string;
  readonly column: string;
  /** Rows whose values differ beyond the tolerance. */
  readonly differ: number;
  /** Of numbers, `|b - a| / max(|a|, |b|)`; absent where there are none. */
  readonly largest?: number;
  readonly mean?: number;
}

/** One row that differs, or that one run lacks. */
export interface RowChange {
  readonly sheet: string;
  /** The cells of its key. */
  readonly row: Readonly<Record<string, string>>;
  readonly what: 'differs' | 'only in the first' | 'only in the second';
  /** Of a row that differs: the values, by column. */
  readonly values: Readonly<Record<string, readonly [string, string]>>;
}

export interface Comparison {
  readonly rowsInBoth: number;
  readonly rows: readonly RowChange[];
  readonly columns: readonly ColumnChange[];
}

type Rows = ReadonlyMap<string, Readonly<Record<string, string>>>;

/**
 * Holds the rows of two runs against each other, each known by its key; times are left out.
 *
 * @param tolerance numbers whose relative difference is at most this are equal
 * @throws UserError if a folder holds no run, or one that is damaged
 */
export function compareRuns(first: string, second: string, tolerance: number): Comparison {
  const runs = [first, second].map(collectedIn);
  const names = [
    ...new Set(runs.flatMap(({ sheets }) => sheets.filter(({ timing }) => !timing).map(({ name }) => name))),
  ];
  const compared = names.map((name) => {
    const [a, b] = runs.map((run) => rowsIn(run, name));
    return compareRows(name, a, b, tolerance);
  });
  return {
    rowsInBoth: sum(compared.map(({ rowsInBoth }) => rowsInBoth)),
    rows: compared.flatMap(({ rows }) => rows),
    columns: compared.flatMap(({ columns }) => columns),
  };
}

function collectedIn(folder: string): Collected {
  const collected = readCollected(folder);
  if (collected) return collected;
  throw new UserError(
    `There is no run in '${folder}'; expected the folder of a run, like artifacts/integrated_gradients.`,
  );
}

interface Keyed {
  readonly key: readonly string[];
  readonly rows: Rows;
}

function rowsIn(run: Collected, name: string): Keyed {
  const sheet = run.sheets.find((candidate) => candidate.name === name);
  if (!sheet) return { key: [], rows: new Map() };
  const { columns, rows } = tableOf(run, sheet);
  const asRecord = (cells: readonly Cell[]): Record<string, string> =>
    Object.fromEntries(columns.map((column, i) => [column.name, String(cells[i] ?? '')]));
  return { key: sheet.key, rows: new Map(rows.map(asRecord).map((row) => [keyOf(row, sheet), row])) };
}

function keyOf(row: Readonly<Record<string, string>>, { key }: Sheet): string {
  return JSON.stringify(key.map((column) => row[column]));
}

function compareRows(sheet: string, a: Keyed, b: Keyed, tolerance: number): Comparison {
  const key = a.key.length > 0 ? a.key : b.key;
  const common = [...a.rows].flatMap(([id, row]) => {
    const other = b.rows.get(id);
    return other ? [{ row, other }] : [];
  });
  const columns = [
    ...new Set(common.slice(0, 1).flatMap(({ row, other }) => [...Object.keys(row), ...Object.keys(other)])),
  ];
  const place = (row: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(key.map((column) => [column, row[column]]));
  const differing = common.flatMap(({ row, other }): RowChange[] => {
    const unequal = columns.filter((column) => differ(row[column], other[column], tolerance));
    const values = Object.fromEntries(
      unequal.map((column): [string, [string, string]] => [column, [row[column] ?? '', other[column] ?? '']]),
    );
    return unequal.length > 0 ? [{ sheet, row: place(row), what: 'differs', values }] : [];
  });
  const lacking = (some: Rows, all: Rows, what: RowChange['what']): RowChange[] =>
    [...some].filter(([id]) => !all.has(id)).map(([, row]) => ({ sheet, row: place(row), what, values: {} }));
  return {
    rowsInBoth: common.length,
    rows: [
      ...differing,
      ...lacking(a.rows, b.rows, 'only in the first'),
      ...lacking(b.rows, a.rows, 'only in the second'),
    ],
    columns: columns.flatMap((column) =>
      changeOf(
        sheet,
        column,
        common.map(({ row, other }) => [row[column], other[column]]),
        tolerance,
      ),
    ),
  };
}

type Pair = readonly [string | undefined, string | undefined];

/** Nothing of a column whose values are all equal. */
function changeOf(sheet: string, column: string, pairs: readonly Pair[], tolerance: number): ColumnChange[] {
  const count = pairs.filter(([a, b]) => differ(a, b, tolerance)).length;
  const changes = pairs.map(([a, b]) => relativeChange(a, b)).filter((change) => change !== undefined);
  const largest = Math.max(0, ...changes);
  if (count === 0 && largest === 0) return [];
  return [
    { sheet, column, differ: count, ...(changes.length > 0 && { largest, mean: sum(changes) / changes.length }) },
  ];
}

function differ(a: string | undefined, b: string | undefined, tolerance: number): boolean {
  return a !== b && !((relativeChange(a, b) ?? Infinity) <= tolerance);
}

/** Undefined unless both are numbers. */
function relativeChange(a: string | undefined, b: string | undefined): number | undefined {
  const [x, y] = [a, b].map((cell) => (cell === undefined || cell === '' ? NaN : Number(cell)));
  if (Number.isNaN(x) || Number.isNaN(y)) return undefined;
  return x === y ? 0 : Math.abs(y - x) / Math.max(Math.abs(x), Math.abs(y));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
