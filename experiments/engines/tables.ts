import { numberIn, summarize, type Cell, type Column, type Row, type Table } from '../../src/experiment/index.ts';
import { mTildeError } from './columns.ts';

const scientific = (value: number): string => value.toExponential(1);
const rounded = (value: number): string => value.toFixed(0);
const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

/** For each network and backend the differences of the engines over images, rules and partitions. */
export function differenceTable(rows: readonly Row[]): Table {
  const columns: Column[] = [
    { name: 'network' },
    { name: 'backend' },
    { name: 'cells' },
    ...['median L1', 'max L1', 'median L2', 'max L2'].map((name) => ({ name, format: scientific })),
  ];
  const cellsOf = (group: readonly Row[]): Cell[] => [
    group.length,
    ...spread(valuesIn(group, 'l1')),
    ...spread(valuesIn(group, 'l2')),
  ];
  return { columns, rows: byBackend(rows, cellsOf) };
}

/** For each network and backend the speed of the network engine, and how much longer it takes than the sweep. */
export function speedTable(rows: readonly Row[]): Table {
  const columns: Column[] = [
    ...['network', 'backend', 'cells'].map((name) => ({ name })),
    { name: 'gradients/s', format: rounded },
    { name: 'median network / sweep time', format: (ratio) => ratio.toFixed(2) },
  ];
  const cellsOf = (group: readonly Row[]): Cell[] => {
    const seconds = valuesIn(group, 'network_seconds');
    const sweepSeconds = valuesIn(group, 'sweep_seconds');
    return [
      group.length,
      total(valuesIn(group, 'samples')) / total(seconds),
      summarize(seconds.map((value, i) => value / sweepSeconds[i])).median,
    ];
  };
  return { columns, rows: byBackend(rows, cellsOf) };
}

/** For each network and backend how far the study's figures by the two engines agree. */
export function studyTable(rows: readonly Row[]): Table {
  const columns: Column[] = [
    ...['network', 'backend', 'cells', 'equal', 'off by one', 'more'].map((name) => ({ name })),
    { name: 'not equal', format: percent },
    { name: 'max m-tilde error difference', format: scientific },
  ];
  const cellsOf = (group: readonly Row[]): Cell[] => {
    const samples = group.filter(({ quantity }) => quantity !== mTildeError).map(distance);
    const equal = samples.filter((steps) => steps === 0).length;
    const offByOne = samples.filter((steps) => steps === 1).length;
    const errors = group.filter(({ quantity }) => quantity === mTildeError).map(distance);
    const share = (samples.length - equal) / samples.length;
    return [samples.length, equal, offByOne, samples.length - equal - offByOne, share, Math.max(...errors)];
  };
  return { columns, rows: byBackend(rows, cellsOf) };
}

/** The engines' distance in one figure: 0 if it has no value by either, Infinity if it has none by one. */
function distance(row: Row): number {
  const [sweep, network] = [numberIn(row, 'sweep'), numberIn(row, 'network_engine')];
  if (sweep === undefined || network === undefined) return sweep === network ? 0 : Infinity;
  return Math.abs(sweep - network);
}

function byBackend(rows: readonly Row[], cellsOf: (group: readonly Row[]) => Cell[]): Cell[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.network} ${row.backend}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((group) => [group[0].network, group[0].backend, ...cellsOf(group)]);
}

function spread(values: readonly number[]): Cell[] {
  return [summarize(values).median, Math.max(...values)];
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function valuesIn(rows: readonly Row[], column: string): number[] {
  return rows.map((row) => numberIn(row, column)).filter((value) => value !== undefined);
}
