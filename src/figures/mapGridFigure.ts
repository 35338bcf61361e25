import type { Container } from '@svgdotjs/svg.js';
import { draw, label } from './canvas.ts';
import { colourBarHeight, drawColourBar } from './colourBar.ts';
import { divergingColour } from './diverging.ts';
import { drawSquare } from './picture.ts';
import type { Image } from './png.ts';
import { formatNumber } from './scales.ts';
import { softInk } from './style.ts';
import { drawTitle, noteLines, titleLine, titleLines } from './title.ts';

/** Attributions of the places of an image. */
export interface PlacedMap {
  readonly rows: number;
  readonly columns: number;
  /** In row, column order. */
  readonly values: ArrayLike<number>;
  /** Below it: how far it is off. */
  readonly caption: string;
}

export interface MapGridData {
  readonly title: string;
  readonly note: string;
  readonly image: Image;
  readonly exact: PlacedMap;
  /** Beside the exact one. */
  readonly others: readonly { readonly name: string; readonly map: PlacedMap }[];
  /** Names of the columns, and rows with a map for each of them. */
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly maps: readonly (PlacedMap | undefined)[] }[];
}

const side = 128;
const gap = 20;
const margin = 20;
const nameRoom = 84;
const captionHeight = 20;
const rowHeight = side + captionHeight + 10;
const headHeight = 24;

/**
 * Exact attributions beside sampled ones, all on one scale, which is that of the exact map: from minus to plus its
 * largest absolute value. What goes beyond has the colour of the end.
 */
export function mapGridFigure({ title, note, image, exact, others, columns, rows }: MapGridData): string {
  const across = Math.max(columns.length, 2 + others.length);
  const start = margin + (rows.length > 0 ? nameRoom : 0);
  const width = Math.max(start + across * (side + gap) - gap + margin, 460);
  const [lines, notes] = [titleLines(title, width), noteLines(note, width)];
  const top = (lines.length + notes.length) * titleLine + margin;
  const bottom = top + headHeight + rowHeight + (rows.length > 0 ? headHeight + rows.length * rowHeight : 0);
  const limit = Array.from(exact.values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const names = [...others, ...rows].map(({ name }) => name).join(', ');
  const description = `Exact attributions of an image beside others: ${[names, ...columns].join('; ')}.`;
  return draw({ width, height: bottom + colourBarHeight, title, description }, (svg) => {
    drawTitle(svg, lines, width, notes);
    const left = (column: number): number => start + column * (side + gap);
    drawHeads(svg, ['image', 'exact', ...others.map(({ name }) => name)], left, top + 16);
    drawSquare(svg, image, left(0) + side / 2, top + headHeight + side / 2, side);
    [exact, ...others.map(({ map }) => map)].forEach((map, i) => {
      drawMap(svg, map, left(i + 1), top + headHeight, limit);
    });
    const second = top + headHeight + rowHeight;
    drawHeads(svg, columns, left, second + 16);
    rows.forEach(({ name, maps }, row) => {
      const y = second + headHeight + row * rowHeight;
      label(svg, name, start - 12, y + side / 2 + 4, { 'text-anchor': 'end' });
      maps.forEach((map, i) => {
        if (map) drawMap(svg, map, left(i), y, limit);
      });
    });
    drawColourBar(
      svg,
      width / 2,
      bottom,
      `share of the largest absolute exact attribution, ${formatNumber(Number(limit.toPrecision(2)))}`,
    );
  });
}

function drawHeads(svg: Container, names: readonly string[], left: (column: number) => number, y: number): void {
  names.forEach((name, i) => {
    label(svg, name, left(i) + side / 2, y, { 'text-anchor': 'middle', 'font-weight': 'bold' });
  });
}

function drawMap(
  svg: Container,
  { rows, columns, values, caption }: PlacedMap,
  x: number,
  y: number,
  limit: number,
): void {
  const pixels = Array.from(values).flatMap((value) => divergingColour(limit > 0 ? value / limit : 0));
  const panel = svg.group().addClass('map');
  drawSquare(panel, { rows, columns, channels: 3, pixels }, x + side / 2, y + side / 2, side);
  label(panel, caption, x + side / 2, y + side + 15, { 'text-anchor': 'middle', 'font-size': 12, fill: softInk });
}
