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
  /** The column of the first, so that maps to compare stand below each other; if not given, the last is at the right. */
  readonly column?: number;
  /** What the ends of the colour bar at the right stand for. */
  readonly limit: number;
}

export const panelSide = 200;
export const panelGap = 22;
/** Panels of a row. */
export const panelsInRow = 3;
const captionLine = 16;
const captionLetters = 30;
const barWidth = 12;

/** Room right of the panels for the colour bar with its numbers. */
export const barRoom = 84;

/** How high a row with its words is. */
export function rowHeight({ panels }: PanelRow): number {
  const lines = Math.max(...panels.map((panel) => captionOf(panel).length));
  return panelSide + 10 + lines * captionLine + panelGap;
}

/** Draws a row with its top left corner at x, y, the colour bar behind its panels. */
export function drawRow(svg: Container, { panels, column, limit }: PanelRow, x: number, y: number): void {
  const step = panelSide + panelGap;
  const first = Math.min(column ?? panelsInRow, panelsInRow - panels.length);
  panels.forEach((panel, i) => {
    drawPanel(svg, panel, x + panelSide / 2 + (first + i) * step, y);
  });
  drawBar(svg, limit, x + panelsInRow * step, y);
}

function captionOf({ name, note }: Panel): { text: string; fill: string }[] {
  const lines = (text: string, fill: string): { text: string; fill: string }[] =>
    wrap(text, captionLetters).map((line) => ({ text: line, fill }));
  return [...lines(name, ink), ...(note === undefined ? [] : lines(note, softInk))];
}

function drawPanel(svg: Container, panel: Panel, x: number, y: number): void {
  const group = svg.group().addClass('panel');
  drawSquare(group, panel.image, x, y + panelSide / 2, panelSide);
  captionOf(panel).forEach(({ text, fill }, line) => {
    label(group, text, x, y + panelSide + 10 + (line + 0.75) * captionLine, {
      'text-anchor': 'middle',
      'font-size': 12,
      fill,
    });
  });
}

/** The diverging colours upright, the limit at the top, minus it at the bottom. */
function drawBar(svg: Container, limit: number, x: number, y: number): void {
  const bar = svg.group().addClass('colour-bar');
  const row = (i: number): number[] =>
    Array.from({ length: barWidth }, () => divergingColour(1 - (2 * i) / (panelSide - 1))).flat();
  const pixels = Array.from({ length: panelSide }, (_, i) => row(i)).flat();
  drawPicture(
    bar,
    { rows: panelSide, columns: barWidth, channels: 3, pixels },
    { x, y, width: barWidth, height: panelSide },
    1,
  );
  for (const share of [1, 0.5, 0, -0.5, -1]) {
    const height = y + ((1 - share) * panelSide) / 2;
    bar.line(x + barWidth, height, x + barWidth + 4, height).attr({ stroke: ink });
    label(bar, formatNumber(Number((share * limit).toPrecision(2))), x + barWidth + 7, height + 4, { 'font-size': 11 });
  }
}
