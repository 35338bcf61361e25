import type { Container } from '@svgdotjs/svg.js';
import { bottomAxis, leftAxis, type Area } from './axes.ts';
import { label } from './canvas.ts';
import { chart } from './chart.ts';
import { drawCurve, drawMarkers, type Point } from './curve.ts';
import { drawKey, keyGap, keyLine, type KeyEntry } from './key.ts';
import { formatNumber, formatPercent, logDomain, logScale, logTicks, type Interval } from './scales.ts';
import { fontSize, seriesStyle, softInk, type SeriesStyle } from './style.ts';

/** What a method costs and how wrong it then is; several points if it was tried in several ways, the best one last. */
export interface CostSeries {
  readonly name: string;
  readonly points: readonly CostPoint[];
}

/** Its cost, like seconds, and its error as a fraction. */
export interface CostPoint {
  readonly cost: number;
  readonly error: number;
}

export interface CostFigureData {
  readonly title: string;
  readonly series: readonly CostSeries[];
  /** Names of the axes. */
  readonly cost: string;
  readonly error: string;
}

/** Errors up to here are rounding: such a method is exact. */
const rounding = 1e-9;

/** Where a point stands. */
interface Place extends Point {
  readonly exact: boolean;
}

/** An entry of the key and the point that a line leads from to it. */
interface SeriesEntry extends KeyEntry {
  readonly end: Point;
}

const leaderColour = '#c4c4c4';
const stripGap = 10;
const stripHeight = 26;

/**
 * The error of each method by its cost, both logarithmic, and in a strip below at their cost the methods whose error
 * is 0 up to rounding (1e-9). Points whose cost is 0, or whose error is not finite, have no place and are left out.
 */
export function costFigure({ title, series, cost, error }: CostFigureData): string {
  const shown = series.map((one) => ({ ...one, points: one.points.filter((point) => point.cost > 0 && Number.isFinite(point.error)) }));
  const all = shown.flatMap(({ points }) => points);
  const xDomain = logDomain(all.map((point) => point.cost));
  const wrong = all.filter((point) => point.error > rounding);
  const yDomain: Interval = wrong.length > 0 ? logDomain(wrong.map((point) => point.error)) : [0.01, 1];
  const names = series.map(({ name }) => name);
  const description = `The ${error} of ${names.join(', ')} by the ${cost}; exact ones in a strip below.`;
  const height = Math.max(340, names.length * keyLine) + stripGap + stripHeight;
  return chart({ title, description, names, height, above: 24, below: 56, width: 860 }, (svg, area) => {
    const plot: Area = { ...area, bottom: area.bottom - stripHeight - stripGap };
    const x = logScale(xDomain, [area.left, area.right]);
    const y = logScale(yDomain, [plot.bottom, plot.top]);
    const strip = area.bottom - stripHeight / 2;
    drawStrip(svg, area);
    bottomAxis(svg, area, { scale: x, ticks: logTicks(xDomain, formatNumber), name: cost });
    leftAxis(svg, plot, { scale: y, ticks: logTicks(yDomain, formatPercent), name: error });
    label(svg, 'exact', area.left - 9, strip + 0.35 * fontSize, { 'text-anchor': 'end' });
    const placeOf = (point: CostPoint): Place => {
      const exact = point.error <= rounding;
      return { x: x(point.cost), y: exact ? strip : y(point.error), exact };
    };
    const leaders = svg.group().addClass('leaders').attr({ fill: 'none', stroke: leaderColour });
    const entries = shown.flatMap(({ name, points }, i) => drawSeries(svg, name, points.map(placeOf), seriesStyle(i)));
    const heights = drawKey(svg, area, entries);
    entries.forEach(({ end }, i) => {
      leaders.polyline([[end.x, end.y], [area.right - 4, end.y], [area.right + keyGap, heights[i]]]);
    });
  });
}

/** Where exact methods stand, below the logarithmic axis, which has no 0. */
function drawStrip(svg: Container, area: Area): void {
  const top = area.bottom - stripHeight;
  const attributes = { x: area.left, y: top, width: area.right - area.left, height: stripHeight, fill: '#f4f4f4' };
  svg.rect().addClass('strip').attr(attributes);
  svg.line(area.left, top, area.right, top).attr({ stroke: softInk, 'stroke-width': 0.5 });
}

/** Markers, those that are not exact joined. @returns the entry of the key, if there is anything to see */
function drawSeries(svg: Container, name: string, places: readonly Place[], style: SeriesStyle): SeriesEntry[] {
  const series = svg.group().addClass('series');
  const { colour, marker, dashes } = style;
  const curve = places.filter(({ exact }) => !exact);
  const joined = curve.length > 1;
  if (joined) drawCurve(series, curve, style);
  drawMarkers(series, places, style);
  const end = places.at(-1);
  return end ? [{ name, colour, marker, ...(joined && { dashes }), y: end.y, end }] : [];
}
