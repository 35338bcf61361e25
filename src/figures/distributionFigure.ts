import type { Container } from '@svgdotjs/svg.js';
import { bottomAxis, type Area } from './axes.ts';
import { label } from './canvas.ts';
import { chart } from './chart.ts';
import { formatNumber, logDomain, logScale, logTicks, type Scale } from './scales.ts';
import { fontSize, ink, softInk } from './style.ts';

/** One row: a number for each image, and how many images have none. */
export interface DistributionRow {
  readonly name: string;
  readonly colour: string;
  /** Positive, ascending. */
  readonly values: readonly number[];
  /** Of the values. */
  readonly quartiles?: { readonly lower: number; readonly median: number; readonly upper: number };
  readonly missing: number;
}

export interface DistributionFigureData {
  readonly title: string;
  readonly note: string;
  readonly rows: readonly DistributionRow[];
  /** Name of the axis. */
  readonly quantity: string;
}

const rowHeight = 46;
const boxHeight = 22;
/** Dots stand on so many lines beside each other, so that neighbours do not hide each other. */
const lanes = 5;

/** For each row a dot for every image on a logarithmic axis, before a box from quartile to quartile with the median. */
export function distributionFigure({ title, note, rows, quantity }: DistributionFigureData): string {
  const domain = logDomain(rows.flatMap(({ values }) => values));
  const description = `${quantity} of ${rows.map(({ name }) => name).join(', ')}: every image, quartiles and median.`;
  const legend = 'Dot: an image; box: from lower to upper quartile; line: median';
  return chart(
    {
      title,
      note: `${note}\n${legend}`,
      description,
      height: rows.length * rowHeight,
      names: rows.map(countOf),
      above: 24,
      below: 56,
      width: 860,
    },
    (svg, area) => {
      const scale = logScale(domain, [area.left + nameRoom, area.right]);
      bottomAxis(
        svg,
        { ...area, left: area.left + nameRoom },
        { scale, ticks: logTicks(domain, formatNumber), name: quantity },
      );
      rows.forEach((row, i) => {
        drawRow(svg, row, area, area.top + (i + 0.5) * rowHeight, scale);
      });
    },
  );
}

/** Names stand left of the axis. */
const nameRoom = 20;

function countOf({ quartiles, missing }: DistributionRow): string {
  const median = quartiles ? `median ${formatNumber(Number(quartiles.median.toPrecision(4)))}` : 'no value';
  return missing === 0 ? median : `${median}; none for ${formatNumber(missing)}`;
}

function drawRow(svg: Container, row: DistributionRow, area: Area, y: number, scale: Scale): void {
  const { name, colour, values, quartiles } = row;
  const group = svg.group().addClass('distribution');
  label(group, name, area.left + nameRoom - 10, y + 0.35 * fontSize, { 'text-anchor': 'end' });
  if (quartiles) {
    const [left, right] = [scale(quartiles.lower), scale(quartiles.upper)];
    group.rect().attr({
      x: left,
      y: y - boxHeight / 2,
      width: Math.max(right - left, 1),
      height: boxHeight,
      fill: colour,
      'fill-opacity': 0.25,
      stroke: colour,
    });
  }
  values.forEach((value, i) => {
    group.circle().attr({
      cx: scale(value),
      cy: y + ((i % lanes) - (lanes - 1) / 2) * 6,
      r: 2,
      fill: colour,
      'fill-opacity': 0.55,
    });
  });
  if (quartiles)
    group
      .line(scale(quartiles.median), y - boxHeight / 2 - 3, scale(quartiles.median), y + boxHeight / 2 + 3)
      .attr({ stroke: ink, 'stroke-width': 2 });
  label(group, countOf(row), area.right + 14, y + 0.35 * fontSize, { fill: softInk });
}
