import type { Container } from '@svgdotjs/svg.js';
import { counted } from '../base/index.ts';
import { draw, label } from './canvas.ts';
import { colourBarHeight, drawColourBar } from './colourBar.ts';
import { fixed } from './dark.ts';
import { divergingColour, hex } from './diverging.ts';
import { drawSquare } from './picture.ts';
import type { Image } from './png.ts';
import { formatNumber } from './scales.ts';
import { ground, softInk, textWidth } from './style.ts';
import { drawTitle, noteLines, titleLine, titleLines, wrap } from './title.ts';

/** An attribution of every pixel, or of every place of a layer. */
export interface HeatMap {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** In row, column order, channels summed. */
  readonly values: ArrayLike<number>;
}

/** Attributions of units that have no place, as those of a dense layer. */
export interface UnitBars {
  readonly name: string;
  /** In the order of the units. */
  readonly units: ArrayLike<number>;
}

export interface HeatMapPageData {
  readonly title: string;
  readonly note: string;
  readonly image: Image;
  /** Below the image, like its label. */
  readonly caption: string;
  readonly maps: readonly (HeatMap | UnitBars)[];
}

const margin = 20;
const side = 140;
const gap = 30;
const captionLine = 15;
const captionSize = 12;
const perRow = 5;

/**
 * An image and its attributions by several methods, each at its own resolution; bars for units without places. All are
 * drawn on one scale from -1 to
 * 1, the share of the map's largest absolute value, which stands below it: the methods' units differ.
 */
export function heatMapPage({ title, note, image, caption, maps }: HeatMapPageData): string {
  const panels = [imagePanel(image, caption), ...maps.map((map) => ('units' in map ? barPanel(map) : mapPanel(map)))];
  const inRow = Math.min(perRow, panels.length);
  const width = 2 * margin + Math.max(inRow * (side + gap) - gap, 460);
  const lines = titleLines(title, width);
  const notes = noteLines(note, width);
  const top = (lines.length + notes.length) * titleLine + margin;
  const panelHeight = side + 8 + captionLine * (1 + Math.max(...panels.map(({ name }) => name.length))) + gap;
  const bottom = top + Math.ceil(panels.length / inRow) * panelHeight;
  const description = `An image and its attributions by ${maps.map(({ name }) => name).join(', ')}: ${scaleMeaning}.`;
  return draw({ width, height: bottom + colourBarHeight, title, description }, (svg) => {
    drawTitle(svg, lines, width, notes);
    panels.forEach((panel, i) => {
      const x = margin + side / 2 + (i % inRow) * (side + gap);
      drawPanel(svg, panel, x, top + side / 2 + Math.floor(i / inRow) * panelHeight);
    });
    drawColourBar(svg, width / 2, bottom, scaleMeaning);
  });
}

const scaleMeaning = 'share of the largest absolute attribution of each map';

interface Panel {
  readonly picture: Image | UnitBars;
  readonly name: readonly string[];
  /** Last line below it, in softer ink. */
  readonly note?: string;
}

function imagePanel(image: Image, caption: string): Panel {
  return { picture: image, name: captionLines(caption) };
}

function mapPanel({ name, rows, columns, values }: HeatMap): Panel {
  const largest = largestOf(values);
  const pixels = Array.from(values).flatMap((value) => divergingColour(largest > 0 ? value / largest : 0));
  return { picture: { rows, columns, channels: 3, pixels }, name: captionLines(name), note: noteOf(largest) };
}

function barPanel(bars: UnitBars): Panel {
  const count = counted(bars.units.length, 'unit');
  return { picture: bars, name: captionLines(bars.name), note: `${count}, ${noteOf(largestOf(bars.units))}` };
}

function largestOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function noteOf(largest: number): string {
  return `largest ${formatNumber(Number(largest.toPrecision(2)))}`;
}

/** Names of methods have words between underscores. */
function captionLines(text: string): string[] {
  return wrap(text.replaceAll('_', ' '), side + gap / 2, (line) => textWidth(line, captionSize));
}

function drawPanel(svg: Container, { picture, name, note }: Panel, x: number, y: number): void {
  const panel = svg.group().addClass('panel');
  if ('units' in picture) drawBars(panel, picture.units, x, y);
  else drawSquare(panel, picture, x, y, side);
  const below = y + side / 2 + 16;
  const attributes = { 'text-anchor': 'middle', 'font-size': captionSize };
  name.forEach((line, i) => {
    label(panel, line, x, below + i * captionLine, attributes);
  });
  if (note !== undefined) label(panel, note, x, below + name.length * captionLine, { ...attributes, fill: softInk });
}

/**
 * A bar for each unit, up from the middle of the square or down from it, in the colours and on the white of the maps.
 */
function drawBars(panel: Container, units: ArrayLike<number>, x: number, y: number): void {
  const largest = largestOf(units);
  const [left, width] = [x - side / 2, side / units.length];
  panel.rect().attr({ x: left, y: y - side / 2, width: side, height: side, fill: ground, class: fixed });
  const bars = panel.group().addClass('bars');
  for (let i = 0; i < units.length; i++) {
    const share = largest > 0 ? units[i] / largest : 0;
    const height = (Math.abs(share) * side) / 2;
    const attributes = {
      x: left + i * width,
      y: share > 0 ? y - height : y,
      width,
      height,
      fill: hex(divergingColour(share)),
    };
    if (height > 0) bars.rect().attr(attributes);
  }
  panel.line(left, y, left + side, y).attr({ stroke: softInk, 'stroke-width': 0.5 });
  panel
    .rect()
    .attr({ x: left, y: y - side / 2, width: side, height: side, fill: 'none', stroke: softInk, 'stroke-width': 0.5 });
}
