import type { Container } from '@svgdotjs/svg.js';
import { counted } from '../../base/index.ts';
import { bottomAxis, leftAxis, type Area } from '../axes.ts';
import { label } from '../canvas.ts';
import { drawKey, keyGap, keyWidth, type KeyEntry } from '../key.ts';
import { drawPicture } from '../picture.ts';
import { linearDomain, linearScale, linearTicks, type Scale } from '../scales.ts';
import { ground, ink, paleInk, seriesStyle, softInk, textWidth } from '../style.ts';
import { shortened } from './text.ts';

/** Outputs of a network along the line, and where its pieces change. */
export interface Course {
  /** What is on the vertical axis. */
  readonly quantity: string;
  /** Which baseline the line begins at, where there are several. */
  readonly from?: string;
  /** Outputs with names, the explained one first. */
  readonly curves: readonly CourseCurve[];
  /** Outputs besides, drawn pale. */
  readonly others: readonly CourseCurve[];
  /** Every alpha in (0, 1) at which the network changes its linear piece; absent where it is smooth. */
  readonly breakpoints?: ArrayLike<number>;
  readonly changes: readonly { readonly alpha: number; readonly value: number; readonly name: string }[];
}

/** An output along the line, straight between its points. */
export interface CourseCurve {
  readonly name: string;
  readonly alphas: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

const chartHeight = 210;
const stripHeight = 20;
const letters = 26;
const left = 62;
/** Room above for the names of changes, on two lines. */
const above = 34;
const nameSize = 11;
/** More points than this of a curve are not seen. */
const mostPoints = 1000;

export const courseHeight = above + chartHeight + stripHeight + 64;

/** Draws outputs over a strip of breakpoints within x and x + width. */
export function drawCourse(svg: Container, course: Course, x: number, y: number, width: number): void {
  const { curves, others, changes, breakpoints, quantity, from = 'the baseline' } = course;
  const names = [
    ...curves.map(({ name }) => shortened(name, letters)),
    ...(others.length > 0 ? [othersName(others.length)] : []),
  ];
  const area: Area = {
    left: x + left,
    right: x + width - keyWidth(names),
    top: y + above,
    bottom: y + above + chartHeight,
  };
  const domain = linearDomain([...curves, ...others].flatMap(({ values }) => Array.from(values)));
  const paper: Paper = {
    across: linearScale([0, 1], [area.left, area.right]),
    up: linearScale(domain, [area.bottom, area.top]),
  };
  const frame = svg.group().addClass('course');
  const strip = { ...area, bottom: area.bottom + (breakpoints ? stripHeight + 6 : 0) };
  bottomAxis(frame, strip, {
    scale: paper.across,
    ticks: linearTicks([0, 1]),
    name: `α, from ${shortened(from, letters)} (0) to the input (1)`,
  });
  leftAxis(frame, area, { scale: paper.up, ticks: linearTicks(domain), name: quantity });
  for (const curve of others) drawLine(frame, curve, paper, { stroke: paleInk });
  drawChanges(frame, changes, area, paper);
  [...curves.entries()].reverse().forEach(([i, curve]) => {
    const { colour, dashes } = seriesStyle(i);
    drawLine(frame, curve, paper, { stroke: colour, 'stroke-width': i === 0 ? 2.5 : 1.75, 'stroke-dasharray': dashes });
  });
  for (const { alpha, value } of changes)
    frame
      .circle(7)
      .center(paper.across(alpha), paper.up(value))
      .attr({ fill: ground, stroke: ink, 'stroke-width': 1.5 });
  drawKey(
    frame,
    { ...area, bottom: area.bottom - 10 },
    names.map((name, i) => keyEntry(name, i, curves, paper.up, area)),
  );
  if (breakpoints) drawBreakpoints(frame, breakpoints, area);
}

interface Paper {
  readonly across: Scale;
  readonly up: Scale;
}

function othersName(count: number): string {
  return count === 1 ? 'the other output' : `${count} other outputs`;
}

function keyEntry(name: string, index: number, curves: readonly CourseCurve[], up: Scale, area: Area): KeyEntry {
  if (index >= curves.length) return { name, colour: paleInk, dashes: 'none', y: area.bottom };
  const { values } = curves[index];
  const { colour, dashes } = seriesStyle(index);
  return { name, colour, dashes, y: up(values[values.length - 1]) };
}

function drawLine(
  parent: Container,
  curve: CourseCurve,
  { across, up }: Paper,
  attributes: Readonly<Record<string, string | number>>,
): void {
  const { alphas, values } = curve;
  const stride = Math.ceil(alphas.length / mostPoints);
  const points = Array.from({ length: alphas.length }, (_, i) => i).filter(
    (i) => i % stride === 0 || i === alphas.length - 1,
  );
  const path = points
    .map((i) => `${Math.round(across(alphas[i]) * 100) / 100} ${Math.round(up(values[i]) * 100) / 100}`)
    .join('L');
  parent.path(`M${path}`).attr({ fill: 'none', 'stroke-linejoin': 'round', ...attributes });
}

/** A line from each change of the predicted class to its name above; names that would touch are left out. */
function drawChanges(parent: Container, changes: Course['changes'], area: Area, { across }: Paper): void {
  const ends = [-Infinity, -Infinity];
  for (const { alpha, name } of changes) {
    const x = across(alpha);
    const text = shortened(name, letters);
    parent
      .line(x, area.top - 4, x, area.bottom)
      .attr({ stroke: softInk, 'stroke-width': 0.75, 'stroke-dasharray': '2 3' });
    const half = textWidth(text, nameSize) / 2;
    const middle = Math.min(Math.max(x, area.left + half), area.right + keyGap - half);
    const row = ends.findIndex((end) => end + 8 < middle - half);
    if (row < 0) continue;
    ends[row] = middle + half;
    label(parent, text, middle, area.top - 9 - row * 14, {
      'text-anchor': 'middle',
      'font-size': nameSize,
      fill: softInk,
    });
  }
}

/**
 * The darker, the more breakpoints there are at a place. A column of the picture is a CSS pixel, so that no screen
 * leaves one out.
 */
function drawBreakpoints(parent: Container, breakpoints: ArrayLike<number>, area: Area): void {
  const cells = Math.round(area.right - area.left);
  const counts = new Float64Array(cells);
  for (let i = 0; i < breakpoints.length; i++) counts[Math.min(cells - 1, Math.floor(breakpoints[i] * cells))] += 1;
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  const row = [...counts].map((count) => (count === 0 ? 255 : 190 - (160 * Math.log1p(count)) / Math.log1p(most)));
  const pixels = Array.from({ length: stripHeight }, () => row).flat();
  const y = area.bottom + 3;
  drawPicture(
    parent,
    { rows: stripHeight, columns: cells, channels: 1, pixels },
    { x: area.left, y, width: cells, height: stripHeight },
    1,
  );
  const text = counted(breakpoints.length, 'breakpoint');
  label(parent, text, area.right + keyGap, y + stripHeight / 2 + 4, { 'font-size': 12, fill: softInk });
}
