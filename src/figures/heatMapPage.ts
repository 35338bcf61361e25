import type { Container } from '@svgdotjs/svg.js';
import { draw, label } from './canvas.ts';
import { colourBarHeight, drawColourBar } from './colourBar.ts';
import { divergingColour } from './diverging.ts';
import { drawSquare } from './picture.ts';
import type { Image } from './png.ts';
import { formatNumber } from './scales.ts';
import { softInk } from './style.ts';
import { drawTitle, titleLine, titleLines, wrap } from './title.ts';

/** An attribution of every pixel, or of every place of a layer. */
export interface HeatMap {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** In row, column order, channels summed. */
  readonly values: ArrayLike<number>;
}

export interface HeatMapPageData {
  readonly title: string;
  readonly image: Image;
  /** Below the image, like its label. */
  readonly caption: string;
  readonly maps: readonly HeatMap[];
}

const margin = 20;
const side = 140;
const gap = 22;
const captionLine = 15;
const captionLetters = 22;
const perRow = 5;

/**
 * An image and its attributions by several methods, each at its own resolution. All are drawn on one scale from -1 to
 * 1, the share of the map's largest absolute value, which stands below it: the methods' units differ.
 */
export function heatMapPage({ title, image, caption, maps }: HeatMapPageData): string {
  const panels = [imagePanel(image, caption), ...maps.map(mapPanel)];
  const inRow = Math.min(perRow, panels.length);
  const width = 2 * margin + Math.max(inRow * (side + gap) - gap, 460);
  const lines = titleLines(title, width);
  const top = lines.length * titleLine + margin;
  const panelHeight = side + 8 + captionLine * (1 + Math.max(...panels.map(({ name }) => name.length))) + gap;
  const bottom = top + Math.ceil(panels.length / inRow) * panelHeight;
  const description = `An image and its attributions by ${maps.map(({ name }) => name).join(', ')}: ${scaleMeaning}.`;
  return draw({ width, height: bottom + colourBarHeight, title, description }, (svg) => {
    drawTitle(svg, lines, width);
    panels.forEach((panel, i) => {
      const x = margin + side / 2 + (i % inRow) * (side + gap);
      drawPanel(svg, panel, x, top + side / 2 + Math.floor(i / inRow) * panelHeight);
    });
    drawColourBar(svg, width / 2, bottom, scaleMeaning);
  });
}

const scaleMeaning = 'share of the largest absolute attribution of each map';

interface Panel {
  readonly image: Image;
  readonly name: readonly string[];
  /** Last line below it, in softer ink. */
  readonly note?: string;
}

function imagePanel(image: Image, caption: string): Panel {
  return { image, name: wrap(caption, captionLetters) };
}

function mapPanel({ name, rows, columns, values }: HeatMap): Panel {
  const largest = Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const pixels = Array.from(values).flatMap((value) => divergingColour(largest > 0 ? value / largest : 0));
  const note = `largest ${formatNumber(Number(largest.toPrecision(2)))}`;
  return { image: { rows, columns, channels: 3, pixels }, name: wrap(name, captionLetters), note };
}

function drawPanel(svg: Container, { image, name, note }: Panel, x: number, y: number): void {
  const panel = svg.group().addClass('panel');
  drawSquare(panel, image, x, y, side);
  const below = y + side / 2 + 16;
  const attributes = { 'text-anchor': 'middle', 'font-size': 12 };
  name.forEach((line, i) => { label(panel, line, x, below + i * captionLine, attributes); });
  if (note !== undefined) label(panel, note, x, below + name.length * captionLine, { ...attributes, fill: softInk });
}
