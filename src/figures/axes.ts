import type { Container } from '@svgdotjs/svg.js';
import { label } from './canvas.ts';
import type { Scale, Tick } from './scales.ts';
import { fontSize, gridColour, ink } from './style.ts';

/** Where the data of a chart are drawn. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** One axis of a chart. */
export interface Axis {
  readonly scale: Scale;
  readonly ticks: readonly Tick[];
  /** Below it or beside it; without one the axis is that of a neighbouring chart, and its labels stand there. */
  readonly name?: string;
}

const majorTick = 5;
const minorTick = 3;

/** The horizontal axis under an area: ticks, their labels, grid lines at the labelled ones, the axis' name. */
export function bottomAxis(svg: Container, area: Area, { scale, ticks, name }: Axis): void {
  const axis = svg.group().addClass('axis').addClass('bottom');
  for (const tick of ticks) {
    const x = scale(tick.value);
    if (tick.label === undefined) {
      line(axis, x, area.bottom, x, area.bottom + minorTick, ink);
    } else {
      line(axis, x, area.top, x, area.bottom, gridColour);
      line(axis, x, area.bottom, x, area.bottom + majorTick, ink);
      if (name !== undefined) label(axis, tick.label, x, area.bottom + 20, { 'text-anchor': 'middle' });
    }
  }
  line(axis, area.left, area.bottom, area.right, area.bottom, ink);
  if (name === undefined) return;
  label(axis, name, (area.left + area.right) / 2, area.bottom + 41, { 'text-anchor': 'middle' });
}

/** The vertical axis left of an area, like the horizontal one. */
export function leftAxis(svg: Container, area: Area, { scale, ticks, name }: Axis): void {
  const axis = svg.group().addClass('axis').addClass('left');
  for (const tick of ticks) {
    const y = scale(tick.value);
    if (tick.label === undefined) {
      line(axis, area.left - minorTick, y, area.left, y, ink);
    } else {
      line(axis, area.left, y, area.right, y, gridColour);
      line(axis, area.left - majorTick, y, area.left, y, ink);
      if (name !== undefined) label(axis, tick.label, area.left - 9, y + 0.35 * fontSize, { 'text-anchor': 'end' });
    }
  }
  line(axis, area.left, area.top, area.left, area.bottom, ink);
  if (name === undefined) return;
  const transform = `translate(${area.left - 69} ${(area.top + area.bottom) / 2}) rotate(-90)`;
  label(axis, name, 0, 0, { 'text-anchor': 'middle', transform });
}

function line(parent: Container, x1: number, y1: number, x2: number, y2: number, stroke: string): void {
  parent.line(x1, y1, x2, y2).attr({ stroke });
}
