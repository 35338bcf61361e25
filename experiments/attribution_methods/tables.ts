import { numberIn, summarize, type Column, type Row, type Table } from '../../src/experiment/index.ts';

/** A column of the table: the median over the images of a column of `attribution_methods.csv`. */
interface Quantity {
  readonly name: string;
  readonly column: string;
  readonly format: (value: number) => string;
}

const percent = (value: number): string => (value === 0 ? '0 %' : `${(100 * value).toPrecision(3)} %`);

const measured: readonly Quantity[] = [
  { name: 'relative L1', column: 'relative_l1', format: percent },
  { name: 'relative L2', column: 'relative_l2', format: percent },
  { name: 'rank corr.', column: 'rank_correlation', format: (value) => value.toFixed(3) },
  { name: 'gap', column: 'completeness_gap', format: percent },
  { name: 'insertion', column: 'insertion', format: (value) => value.toFixed(3) },
  { name: 'deletion', column: 'deletion', format: (value) => value.toFixed(3) },
  { name: 'evaluations', column: 'evaluations', format: String },
  { name: 'gradients', column: 'gradients', format: String },
];

/** What differs from run to run. */
const seconds: Quantity = { name: 'seconds', column: 'seconds', format: (value) => value.toPrecision(2) };

/**
 * For each network and each variant of each method the medians over its images.
 *
 * @param timed whether rows have seconds
 */
export function methodTable(rows: readonly Row[], timed = false): Table {
  const quantities = timed ? [...measured, seconds] : measured;
  const columns: Column[] = [
    ...['network', 'method', 'rule', 'n', 'compared with', 'images'].map((name) => ({ name })),
    ...quantities.map(({ name, format }) => ({ name, format })),
  ];
  const cells = byVariant(rows).map((group) => {
    const [{ network, method, rule, compared_with: reference }] = group;
    const medians = quantities.map(({ column }) => median(group, column));
    return [network, method, rule, amountOf(group), reference, group.length, ...medians];
  });
  return { columns, rows: cells };
}

/** The n that was asked for, or what a tolerance took. */
function amountOf(group: readonly Row[]): string {
  const [{ n, within }] = group;
  return within === '' ? n : `${median(group, 'n_used') ?? ''} for ${percent(Number(within))}`;
}

/** The rows of each variant of each method, over the images of a network. */
export function byVariant(rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = [row.network, row.method, row.rule, row.n, row.within].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

/** Over the rows that have a value. */
export function median(rows: readonly Row[], column: string): number | undefined {
  return summarize(rows.map((row) => numberIn(row, column)).filter((value) => value !== undefined)).median;
}
