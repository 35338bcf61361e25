import type { Cell, Table } from '../../src/experiment/index.ts';
import { growthFigure, type GrowthSeries } from '../../src/figures/index.ts';
import type { Grown } from './growth.ts';
import { mebibyte, rounded } from './comparisonTables.ts';

/** Time and memory of every line. */
export function growthTable(grown: readonly Grown[]): Table {
  const columns = [
    { name: 'lines' },
    ...['k', 'units', 'regions', 'crossings'].map((name) => ({ name, format: rounded })),
    { name: 's', format: (seconds: number) => seconds.toPrecision(3) },
    { name: 'us per region', format: (microseconds: number) => microseconds.toFixed(1) },
    ...['MiB before', 'MiB peak'].map((name) => ({ name, format: rounded })),
    { name: 'completeness gap', format: (gap: number) => gap.toExponential(1) },
  ];
  const rows = grown.flatMap(({ name, lines }) =>
    lines.map(({ size, units, regions, crossings, seconds, before, peak, completenessGap }): Cell[] => {
      const perRegion = (1e6 * seconds) / regions;
      return [
        name,
        size,
        units,
        regions,
        crossings,
        seconds,
        perRegion,
        before / mebibyte,
        peak / mebibyte,
        completenessGap,
      ];
    }),
  );
  return { columns, rows };
}

/** The figure of that table, as Markdown has it: what it is drawn from stands beside it in the document. */
export function drawGrowth(markdown: string): string {
  const title = 'Exact integrated gradients: time and memory by the number of linear regions';
  return growthFigure({ title, series: growthIn(markdown) });
}

/** What the table says of each kind of lines, by ascending regions. */
export function growthIn(markdown: string): GrowthSeries[] {
  const [head, , ...rows] = markdown
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.slice(2, -2).split(' | '));
  const cell = (row: readonly string[], column: string): string => row[head.indexOf(column)].replaceAll(',', '');
  const names = rows.map(([name]) => name);
  return [...new Set(names)].map((name) => {
    const points = rows
      .filter((_, i) => names[i] === name)
      .map((row) => ({
        regions: Number(cell(row, 'regions')),
        seconds: Number(cell(row, 's')),
        memory: Number(cell(row, 'MiB peak')),
      }));
    return { name, points: points.sort((one, other) => one.regions - other.regions) };
  });
}
