import type { Cell, Column, Table } from '../../src/experiment/index.ts';
import type { Comparison } from './compare.ts';
import { spreadOf, type Times } from './timing.ts';

const words = (...names: string[]): Column[] => names.map((name) => ({ name }));
const numbers = (format: (value: number) => string, ...names: string[]): Column[] =>
  names.map((name) => ({ name, format }));

export const rounded = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 0 });
const oneDecimal = (value: number): string => value.toFixed(1);
const times = (ratio: number): string => `${ratio.toFixed(2)} x`;
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
/** Bytes of a mebibyte. */
export const mebibyte = 2 ** 20;

/** Times side by side, and how they compare to the first of each network: exact by the sweep on one thread. */
export function timesTable(comparisons: readonly Comparison[]): Table {
  const columns = [
    ...words('network', 'what'),
    ...numbers(rounded, 'runs'),
    ...numbers(oneDecimal, 'median ms', 'lower quartile', 'upper quartile'),
    ...numbers(times, 'against exact'),
  ];
  const rows = comparisons.flatMap(({ network, sideBySide, allCores }) => {
    const all = [...sideBySide.times, { name: 'exact, sweep, all cores, per image', milliseconds: allCores }];
    const exact = spreadOf(all[0].milliseconds).median;
    return all.map(({ name, milliseconds }): Cell[] => {
      const { median, lowerQuartile, upperQuartile } = spreadOf(milliseconds);
      return [network, name, milliseconds.length, median, lowerQuartile, upperQuartile, median / exact];
    });
  });
  return { columns, rows };
}

/** What exact integrated gradients take: regions, work, memory. */
export function workTable(comparisons: readonly Comparison[]): Table {
  const columns = [
    ...words('network'),
    ...numbers(rounded, 'regions', 'crossings', 'trapezoid samples'),
    ...numbers(oneDecimal, 'million multiply-adds', 'million units met'),
    ...numbers(oneDecimal, 'multiply-adds per ns', 'of a dense product'),
    ...numbers(percent, 'share'),
    ...numbers(rounded, 'MiB before', 'MiB peak'),
  ];
  const rows = comparisons.map(({ network, alone, work, sideBySide }): Cell[] => {
    const rate = (1000 * work.multiplyAdds) / spreadOf(sideBySide.times[0].milliseconds).median;
    const counts = [alone.regions, alone.crossings, sideBySide.samples, work.multiplyAdds / 1e6, work.unitsMet / 1e6];
    const rates = [rate / 1e9, work.denseRate / 1e9, rate / work.denseRate];
    return [network, ...counts, ...rates, alone.before / mebibyte, alone.peak / mebibyte];
  });
  return { columns, rows };
}

/** Probabilities against the logit of each network, which comes first. */
export function headsTable(comparisons: readonly Comparison[]): Table {
  const columns = [
    ...words('network', 'exact integrated gradients of'),
    ...numbers(oneDecimal, 'median ms'),
    ...numbers(times, 'against a logit'),
  ];
  const rows = comparisons.flatMap(({ network, heads }) => {
    const medians = heads.map(({ milliseconds }) => spreadOf(milliseconds).median);
    return heads.map(({ name }, i): Cell[] => [network, name, medians[i], medians[i] / medians[0]]);
  });
  return { columns, rows };
}

/** Exact layer methods against exact integrated gradients, which come first: for each method its dearest layer. */
export function layersTable(all: readonly Times[]): Table {
  const [exact] = all;
  const columns = [
    ...words('method'),
    ...numbers(rounded, 'layers'),
    ...words('dearest layer'),
    ...numbers(oneDecimal, 'median ms'),
    ...numbers(times, 'against exact'),
  ];
  const medianOf = ({ milliseconds }: Times): number => spreadOf(milliseconds).median;
  const rowOf = (method: string): Cell[] => {
    const group = all.filter(({ name }) => name.split(' ')[0] === method);
    const dearest = group.reduce((a, b) => (medianOf(b) > medianOf(a) ? b : a));
    const layer = dearest.name.slice(method.length + 1);
    return [method, group.length, layer, medianOf(dearest), medianOf(dearest) / medianOf(exact)];
  };
  const names = new Set(all.map(({ name }) => name.split(' ')[0]));
  return { columns, rows: Array.from(names, rowOf) };
}
