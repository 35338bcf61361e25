import type { Container } from '@svgdotjs/svg.js';
import { bottomAxis, leftAxis, type Area } from './axes.ts';
import { label } from './canvas.ts';
import { chart } from './chart.ts';
import { drawCurve, drawMarkers, type Point } from './curve.ts';
import { drawKey, keyGap, keyLine, type KeyEntry } from './key.ts';
import { placeLabels, type Wanted } from './placeLabels.ts';
import { formatNumber, formatPercent, logDomain, logScale, logTicks, type Interval, type Scale } from './scales.ts';
import { fontSize, paleInk, seriesStyle, shade, softInk, type SeriesStyle } from './style.ts';

/**
 * What a method costs and how wrong it then is; several points if several variants of it were tried, the best one last.
 */
export interface CostSeries {
  readonly name: string;
  readonly points: readonly CostPoint[];
}

/** Its cost, like seconds, and its error as a fraction. */
export interface CostPoint {
  readonly cost: number;
  readonly error: number;
  /** Beside it, like its n. */
  readonly note?: string;
}

/** Methods whose errors are distances to the same, and may be compared. */
export interface CostPanel {
  /** What they are compared with. */
  readonly name: string;
  readonly series: readonly CostSeries[];
}

export interface CostFigureData {
  readonly title: string;
  readonly note: string;
  readonly panels: readonly CostPanel[];
  /** Names of the axes. */
  readonly cost: string;
  readonly error: string;
}

/** Errors up to here are rounding: such a method is exact. */
const rounding = 1e-9;

/** Where a point stands. */
interface Place extends Point {
  readonly exact: boolean;
  readonly note?: string;
}

/** An entry of the key and the point that a line leads from to it. */
interface SeriesEntry extends KeyEntry {
  readonly end: Point;
}

const stripGap = 10;
const stripHeight = 26;
const leastHeight = 110;
/** Height for each method, where points have notes. */
const roomy = 34;
/** Between two panels: room for the name of the lower one. */
const gap = 46;

/**
 * The error of each method by its cost, both logarithmic, and in a strip below at their cost the methods whose error is
 * 0 up to rounding (1e-9): a panel for each thing that methods are compared with, all over one axis of costs. Points
 * whose cost is 0, or whose error is not finite, have no place and are left out.
 */
export function costFigure({ title, note, panels, cost, error }: CostFigureData): string {
  const shown = panels.map(withPlace).filter(({ series }) => series.length > 0);
  const all = shown.flatMap(({ series }) => series);
  const costs = logDomain(all.flatMap(({ points }) => points.map((point) => point.cost)));
  const names = all.map(({ name }) => name);
  const description = `The ${error} of ${names.join(', ')} by the ${cost}; exact ones in strips below.`;
  const heights = shown.map(heightOf);
  const height = heights.reduce((sum, one) => sum + one + gap, -gap);
  return chart({ title, note, description, names, height, above: 40, below: 56, width: 900 }, (svg, area) => {
    let top = area.top;
    let index = 0;
    shown.forEach((panel, i) => {
      const last = i === shown.length - 1;
      drawPanel(
        svg,
        panel,
        { ...area, top, bottom: top + heights[i] },
        { costs, error, first: index, ...(last && { cost }) },
      );
      top += heights[i] + gap;
      index += panel.series.length;
    });
  });
}

function withPlace({ name, series }: CostPanel): CostPanel {
  const placed = series.map((one) => ({
    ...one,
    points: one.points.filter((point) => point.cost > 0 && Number.isFinite(point.error)),
  }));
  return { name, series: placed.filter(({ points }) => points.length > 0) };
}

function heightOf({ series }: CostPanel): number {
  const noted = series.some(({ points }) => points.some(({ note }) => note !== undefined));
  return Math.max(leastHeight, series.length * (noted ? roomy : keyLine)) + stripGap + stripHeight;
}

/** What a panel has in common with the others. */
interface Frame {
  readonly costs: Interval;
  readonly error: string;
  /** Of the last panel alone. */
  readonly cost?: string;
  /** Index of its first series among all. */
  readonly first: number;
}

function drawPanel(
  svg: Container,
  { name, series }: CostPanel,
  area: Area,
  { costs, cost, error, first }: Frame,
): void {
  const panel = svg.group().addClass('panel');
  const errors = series.flatMap(({ points }) => points.map((point) => point.error));
  const wrong = errors.filter((value) => value > rounding);
  const domain: Interval = wrong.length > 0 ? logDomain(wrong) : [0.01, 1];
  const strip = wrong.length < errors.length ? stripHeight + stripGap : 0;
  const plot: Area = { ...area, bottom: area.bottom - strip };
  const x = logScale(costs, [area.left, area.right]);
  const y = logScale(domain, [plot.bottom, plot.top]);
  if (strip > 0) drawStrip(panel, area);
  label(panel, name, area.left, area.top - 12, { 'font-weight': 'bold' });
  bottomAxis(panel, area, {
    scale: x,
    ticks: logTicks(costs, formatNumber),
    ...(cost !== undefined && { name: cost }),
  });
  leftAxis(panel, plot, { scale: y, ticks: logTicks(domain, formatPercent), name: error });
  drawAllSeries(panel, series, area, { x, y, first });
}

function drawAllSeries(
  panel: Container,
  series: readonly CostSeries[],
  area: Area,
  { x, y, first }: { readonly x: Scale; readonly y: Scale; readonly first: number },
): void {
  const placeOf = ({ cost, error, note }: CostPoint): Place => {
    const exact = error <= rounding;
    return {
      x: x(cost),
      y: exact ? area.bottom - stripHeight / 2 : y(error),
      exact,
      ...(note !== undefined && { note }),
    };
  };
  const placed = series.map(({ name, points }, i) => ({
    name,
    places: points.map(placeOf),
    style: seriesStyle(first + i),
  }));
  const leaders = panel.group().addClass('leaders').attr({ fill: 'none', stroke: paleInk });
  const entries = placed.map(({ name, places, style }) => drawSeries(panel, name, places, style));
  drawNotes(panel, placed, area);
  const heights = drawKey(panel, area, entries);
  entries.forEach(({ end }, i) => {
    leaders.polyline([
      [end.x, end.y],
      [area.right - 4, end.y],
      [area.right + keyGap, heights[i]],
    ]);
  });
}

/** Where exact methods stand, below the logarithmic axis, which has no 0. */
function drawStrip(svg: Container, area: Area): void {
  const top = area.bottom - stripHeight;
  const attributes = { x: area.left, y: top, width: area.right - area.left, height: stripHeight, fill: shade };
  svg.rect().addClass('strip').attr(attributes);
  svg.line(area.left, top, area.right, top).attr({ stroke: softInk, 'stroke-width': 0.5 });
  label(svg, 'exact', area.left - 9, area.bottom - stripHeight / 2 + 0.35 * fontSize, { 'text-anchor': 'end' });
}

/** Markers, those that are not exact joined. @returns the entry of the key */
function drawSeries(svg: Container, name: string, places: readonly Place[], style: SeriesStyle): SeriesEntry {
  const series = svg.group().addClass('series');
  const { colour, marker, dashes } = style;
  const curve = places.filter(({ exact }) => !exact);
  const joined = curve.length > 1;
  if (joined) drawCurve(series, curve, style);
  drawMarkers(series, places, style);
  const end = places[places.length - 1];
  return { name, colour, marker, ...(joined && { dashes }), y: end.y, end };
}

/** The points' notes, each where it covers no marker, no curve and no other note. */
function drawNotes(
  svg: Container,
  series: readonly { readonly places: readonly Place[]; readonly style: SeriesStyle }[],
  area: Area,
): void {
  const group = svg.group().addClass('notes');
  const wanted = series.flatMap(({ places, style: { colour } }) =>
    places.flatMap(({ x, y, note }): Wanted[] => (note === undefined ? [] : [{ x, y, text: note, colour }])),
  );
  for (const { x, y, text, colour } of placeLabels(
    wanted,
    series.map(({ places }) => places),
    area,
  ))
    label(group, text, x, y, { 'font-size': noteSize, fill: colour, 'text-anchor': 'middle' });
}

const noteSize = 10;
