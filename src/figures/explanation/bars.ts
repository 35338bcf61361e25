import type { Container } from '@svgdotjs/svg.js';
import { label } from '../canvas.ts';
import { divergingColour, hex } from '../diverging.ts';
import { formatNumber, linearScale } from '../scales.ts';
import { ink, softInk, textWidth } from '../style.ts';
import { shortened } from './text.ts';

/** Attributions of things that have names: features of a table, units of a dense layer. */
export interface Bars {
  readonly name: string;
  readonly bars: readonly Bar[];
  /** How many there are besides. */
  readonly others: number;
}

export interface Bar {
  readonly name: string;
  readonly value: number;
}

const line = 22;
const head = 30;
const letters = 34;
const size = 12;
const numberRoom = 64;

export function barsHeight({ bars, others }: Bars): number {
  return head + bars.length * line + (others > 0 ? line : 0) + 18;
}

/** Horizontal bars from a line at 0, names at the left, numbers at their ends, within x and x + width. */
export function drawBars(svg: Container, { name, bars, others }: Bars, x: number, y: number, width: number): void {
  const group = svg.group().addClass('bars');
  const names = bars.map((bar) => shortened(bar.name, letters));
  const start = x + Math.max(...names.map((text) => textWidth(text, size))) + 10;
  const [low, high] = [Math.min(0, ...bars.map(({ value }) => value)), Math.max(0, ...bars.map(({ value }) => value))];
  const room: [number, number] = [start + (low < 0 ? numberRoom : 0), x + width - (high > 0 ? numberRoom : 0)];
  const scale = linearScale([low, high > low ? high : low + 1], room);
  label(group, name, x + width / 2, y + 16, { 'text-anchor': 'middle', fill: softInk });
  bars.forEach(({ value }, i) => {
    const top = y + head + i * line;
    const [from, to] = [scale(Math.min(0, value)), scale(Math.max(0, value))];
    label(group, names[i], start - 8, top + 14, { 'text-anchor': 'end', 'font-size': size });
    group.rect().attr({
      x: from,
      y: top + 3,
      width: to - from,
      height: line - 6,
      fill: hex(divergingColour(value < 0 ? -0.9 : 0.7)),
    });
    const text = formatNumber(Number(value.toPrecision(3)));
    label(group, text, value < 0 ? from - 5 : to + 5, top + 14, {
      'font-size': 11,
      fill: softInk,
      'text-anchor': value < 0 ? 'end' : 'start',
    });
  });
  const bottom = y + head + bars.length * line;
  group.line(scale(0), y + head - 2, scale(0), bottom + 2).attr({ stroke: ink });
  if (others > 0)
    label(
      group,
      `and ${formatNumber(others)} more, each below ${formatNumber(Number(Math.abs(bars[bars.length - 1].value).toPrecision(2)))}`,
      start,
      bottom + 16,
      { 'font-size': 11, fill: softInk },
    );
}
