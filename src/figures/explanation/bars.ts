import type { Container } from '@svgdotjs/svg.js';
import { label } from '../canvas.ts';
import { divergingColour, hex } from '../diverging.ts';
import { formatNumber, linearScale, type Scale } from '../scales.ts';
import { ground, ink, seriesStyle, softInk, textWidth } from '../style.ts';
import { shortened } from './text.ts';

/** Attributions of things that have names: features of a table, units of a dense layer. */
export interface Bars {
  readonly name: string;
  readonly bars: readonly Bar[];
  /** What the marks of bars are, one for each sampling. */
  readonly sampled: readonly { readonly name: string; readonly note: string }[];
  /** How many bars there are besides. */
  readonly others: number;
}

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** What each sampling makes of it. */
  readonly sampled: readonly number[];
}

const line = 22;
const head = 30;
const keyLine = 18;
const letters = 34;
const size = 12;
const numberRoom = 64;
/** Half of how wide a mark is. */
const markRoom = 5;

export function barsHeight({ bars, sampled, others }: Bars): number {
  return head + bars.length * line + (others > 0 ? line : 0) + sampled.length * keyLine + 18;
}

/**
 * Horizontal bars from a line at 0, names at the left, numbers at their ends, within x and x + width; below them what
 * the marks are, which stand where samplings have the bars end.
 */
export function drawBars(
  svg: Container,
  { name, bars, sampled, others }: Bars,
  x: number,
  y: number,
  width: number,
): void {
  const group = svg.group().addClass('bars');
  const names = bars.map((bar) => shortened(bar.name, letters));
  const start = x + Math.max(...names.map((text) => textWidth(text, size))) + 10;
  const values = bars.flatMap((bar) => [bar.value, ...bar.sampled]);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const room: [number, number] = [start + (low < 0 ? numberRoom : 0), x + width - (high > 0 ? numberRoom : 0)];
  const scale = linearScale([low, high > low ? high : low + 1], room);
  label(group, name, x + width / 2, y + 16, { 'text-anchor': 'middle', fill: softInk });
  const top = y + head;
  bars.forEach((bar, i) => {
    label(group, names[i], start - 8, top + i * line + 14, { 'text-anchor': 'end', 'font-size': size });
    drawBar(group, bar, scale, top + i * line);
  });
  let bottom = top + bars.length * line;
  group.line(scale(0), top - 2, scale(0), bottom + 2).attr({ stroke: ink });
  bars.forEach((bar, i) => {
    bar.sampled.forEach((value, mark) => {
      drawMark(group, mark, scale(value), top + (i + (mark + 1) / (bar.sampled.length + 1)) * line);
    });
  });
  if (others > 0) {
    label(group, othersInWords(others, bars[bars.length - 1]), start, bottom + 16, { 'font-size': 11, fill: softInk });
    bottom += line;
  }
  sampled.forEach((sampling, mark) => {
    const middle = bottom + (mark + 0.5) * keyLine + 4;
    drawMark(group, mark, start + markRoom, middle);
    label(group, `${sampling.name}: ${sampling.note}`, start + 3 * markRoom, middle + 4, { 'font-size': 11 });
  });
}

/** A bar, and its number at the end, or where a mark is further out there. */
function drawBar(group: Container, { value, sampled }: Bar, scale: Scale, y: number): void {
  const [from, to] = [scale(Math.min(0, value)), scale(Math.max(0, value))];
  group.rect().attr({
    x: from,
    y: y + 3,
    width: to - from,
    height: line - 6,
    fill: hex(divergingColour(value < 0 ? -0.9 : 0.7)),
  });
  const marks = sampled.map(scale);
  const end =
    value < 0
      ? Math.min(from, ...marks.map((mark) => mark - markRoom)) - 5
      : Math.max(to, ...marks.map((mark) => mark + markRoom)) + 5;
  label(group, formatNumber(Number(value.toPrecision(3))), end, y + 14, {
    'font-size': 11,
    fill: softInk,
    'text-anchor': value < 0 ? 'end' : 'start',
  });
}

/** The mark of a sampling, in a style that no bar has. */
function drawMark(group: Container, sampling: number, x: number, y: number): void {
  const { colour, marker } = seriesStyle(sampling + 2);
  group.path(marker).attr({ fill: colour, stroke: ground, 'stroke-width': 1, transform: `translate(${x} ${y})` });
}

function othersInWords(others: number, { value }: Bar): string {
  return `and ${formatNumber(others)} more, each below ${formatNumber(Number(Math.abs(value).toPrecision(2)))}`;
}
