import type { Container } from '@svgdotjs/svg.js';
import { label } from '../canvas.ts';
import { divergingColour } from '../diverging.ts';
import { drawPicture, drawSquare } from '../picture.ts';
import type { Image } from '../png.ts';
import { formatNumber } from '../scales.ts';
import { ink, softInk } from '../style.ts';
import { wrap } from '../title.ts';

/** An image with words below it. */
export interface Panel {
  readonly image: Image;
  readonly name: string;
  readonly note?: string;
}

/** Panels side by side, on one scale. */
export interface PanelRow {
  readonly panels: readonly Panel[];
  /** The column of the first, if there is room, so that maps to compare stand below each other. */
  readonly column: number;
  readonly scale: ColourScale;
}

/** What the colours of maps stand for. */
export interface ColourScale {
  /** What the strongest ones stand for. */
  readonly limit: number;
  /** Whether there are negative values; if not, the colour bar shows none. */
  readonly signed: boolean;
}

export const panelSide = 200;
export const panelGap = 22;
/** Panels of a row. */
export const panelsInRow = 3;
/** Of a row, so that the numbers of its colour bar have room. */
const leastHeight = 80;
const captionLine = 16;
const captionLetters = 30;
const barWidth = 12;

/** Room right of the panels for the colour bar with its numbers. */
export const barRoom = 84;

/** How high a row with its words is. */
export function rowHeight(row: PanelRow): number {
  const lines = Math.max(...row.panels.map((panel) => captionOf(panel).length));
  return panelHeight(row) + 10 + lines * captionLine + panelGap;
}

/** What the images of a row take, which are as wide as there is room. */
function panelHeight({ panels }: PanelRow): number {
  const heights = panels.map(({ image }) => Math.ceil((panelSide * image.rows) / Math.max(image.rows, image.columns)));
  return Math.max(leastHeight, ...heights);
}

/** Draws a row with its top left corner at x, y, the colour bar right of its panels. */
export function drawRow(svg: Container, row: PanelRow, x: number, y: number): void {
  const { panels, column, scale } = row;
  const height = panelHeight(row);
  const step = panelSide + panelGap;
  const first = Math.min(column, panelsInRow - panels.length);
  panels.forEach((panel, i) => {
    drawPanel(svg, panel, height, x + panelSide / 2 + (first + i) * step, y);
  });
  drawBar(svg, scale, height, x + (first + panels.length) * step, y);
}

function captionOf({ name, note }: Panel): { text: string; fill: string }[] {
  const lines = (text: string, fill: string): { text: string; fill: string }[] =>
    wrap(text, captionLetters).map((line) => ({ text: line, fill }));
  return [...lines(name, ink), ...(note === undefined ? [] : lines(note, softInk))];
}

function drawPanel(svg: Container, panel: Panel, height: number, x: number, y: number): void {
  const group = svg.group().addClass('panel');
  drawSquare(group, panel.image, x, y + height / 2, panelSide);
  captionOf(panel).forEach(({ text, fill }, line) => {
    label(group, text, x, y + height + 10 + (line + 0.75) * captionLine, {
      'text-anchor': 'middle',
      'font-size': 12,
      fill,
    });
  });
}

/** The diverging colours upright, the limit at the top, minus it, or where nothing is negative 0, at the bottom. */
function drawBar(svg: Container, { limit, signed }: ColourScale, height: number, x: number, y: number): void {
  const bar = svg.group().addClass('colour-bar');
  const range = signed ? 2 : 1;
  const row = (i: number): number[] =>
    Array.from({ length: barWidth }, () => divergingColour(1 - (range * i) / (height - 1))).flat();
  const pixels = Array.from({ length: height }, (_, i) => row(i)).flat();
  drawPicture(bar, { rows: height, columns: barWidth, channels: 3, pixels }, { x, y, width: barWidth, height }, 1);
  for (const share of signed ? [1, 0.5, 0, -0.5, -1] : [1, 0.75, 0.5, 0.25, 0]) {
    const at = y + ((1 - share) * height) / range;
    bar.line(x + barWidth, at, x + barWidth + 4, at).attr({ stroke: ink });
    label(bar, formatNumber(Number((share * limit).toPrecision(2))), x + barWidth + 7, at + 4, { 'font-size': 11 });
  }
}
