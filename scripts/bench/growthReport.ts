import type { Cell, Table } from '../../src/experiment/index.ts';
import { growthFigure } from '../../src/figures/index.ts';
import type { Grown } from './growth.ts';
import { mebibyte, whole } from './comparisonTables.ts';

/** Time and memory of every line. */
export function growthTable(grown: readonly Grown[]): Table {
  const columns = [
    { name: 'lines' },
    ...['k', 'units', 'regions', 'crossings'].map((name) => ({ name, format: whole })),
    { name: 's', format: (seconds: number) => seconds.toPrecision(3) },
    { name: 'us per region', format: (microseconds: number) => microseconds.toFixed(1) },
    ...['MiB before', 'MiB peak'].map((name) => ({ name, format: whole })),
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

export function drawGrowth(grown: readonly Grown[]): string {
  const series = grown.map(({ name, lines }) => {
    const points = lines.map(({ regions, seconds, peak }) => ({ regions, seconds, memory: peak / mebibyte }));
    return { name, points: points.sort((a, b) => a.regions - b.regions) };
  });
  return growthFigure({ title: 'Exact integrated gradients: time and memory by the number of linear regions', series });
}
