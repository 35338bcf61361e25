import type { Container } from '@svgdotjs/svg.js';
import { bottomAxis, leftAxis, type Area } from './axes.ts';
import { label } from './canvas.ts';
import { chart } from './chart.ts';
import { drawCurve, drawMarkers, type Point } from './curve.ts';
import { drawKey, type KeyEntry } from './key.ts';
import { formatNumber, formatPercent, logDomain, logScale, logTicks, type Scale } from './scales.ts';
import { fontSize, ink, seriesStyle, softInk, textWidth, type SeriesStyle } from './style.ts';

/** One rule: its relative error (a fraction) by the number of samples, ascending. */
export interface ErrorSeries {
  readonly name: string;
  readonly points: readonly ErrorPoint[];
}

export interface ErrorPoint {
  readonly samples: number;
  readonly error: number;
}

export interface ErrorFigureData {
  readonly title: string;
  readonly series: readonly ErrorSeries[];
  readonly exactRegions: number;
  /** The error that is small enough, as a fraction. */
  readonly tolerance: number;
}

const markerSpacing = 24;

/**
 * The error of each rule by the number of samples, both logarithmic, beside the number of exact regions and the
 * tolerance. Errors that are 0 or not finite have no place on the axis and are left out.
 */
export function errorFigure({ title, series, exactRegions, tolerance }: ErrorFigureData): string {
  const shown = series.map(({ points }) => points.filter(({ error }) => error > 0 && Number.isFinite(error)));
  const xDomain = logDomain([exactRegions, ...shown.flat().map(({ samples }) => samples)]);
  const yDomain = logDomain([tolerance, ...shown.flat().map(({ error }) => error)]);
  const names = series.map(({ name }) => name);
  const toleranceName = `tolerance ${formatPercent(tolerance)}`;
  const description =
    `Relative error of sampled integrated gradients by the number of samples (${names.join(', ')}), ` +
    `with ${formatNumber(exactRegions)} exact regions and a tolerance of ${formatPercent(tolerance)}.`;
  const layout = { title, description, height: 340, names: [...names, toleranceName], above: 34, below: 56 };
  return chart(layout, (svg, area) => {
    const x = logScale(xDomain, [area.left, area.right]);
    const y = logScale(yDomain, [area.bottom, area.top]);
    bottomAxis(svg, area, { scale: x, ticks: logTicks(xDomain, formatNumber), name: 'samples' });
    leftAxis(svg, area, { scale: y, ticks: logTicks(yDomain, formatPercent), name: 'relative error' });
    drawTolerance(svg, area, y(tolerance));
    drawExactRegions(svg, area, x, exactRegions);
    const entries = shown.map((points, i) => {
      const curve = points.map(({ samples, error }) => ({ x: x(samples), y: y(error) }));
      drawSeries(svg, curve, seriesStyle(i));
      return { name: names[i], ...seriesStyle(i), y: curve.at(-1)?.y ?? area.bottom };
    });
    drawKey(svg, area, [...entries, { name: toleranceName, ...toleranceStyle, y: y(tolerance) }]);
  });
}

const toleranceStyle: Pick<KeyEntry, 'colour' | 'dashes'> = { colour: softInk, dashes: '5 4' };

function drawTolerance(svg: Container, area: Area, y: number): void {
  const { colour, dashes } = toleranceStyle;
  const attributes = { stroke: colour, 'stroke-width': 1.3, 'stroke-dasharray': dashes };
  svg.line(area.left, y, area.right, y).addClass('tolerance').attr(attributes);
}

function drawExactRegions(svg: Container, area: Area, scale: Scale, count: number): void {
  const x = scale(count);
  svg.line(x, area.top - 6, x, area.bottom).addClass('exact').attr({ stroke: ink, 'stroke-width': 1.5 });
  const text = `${formatNumber(count)} exact region${count === 1 ? '' : 's'}`;
  const reach = textWidth(text, fontSize) / 2;
  const middle = Math.max(area.left + reach, Math.min(area.right - reach, x));
  label(svg, text, middle, area.top - 11, { 'text-anchor': 'middle' });
}

function drawSeries(svg: Container, curve: readonly Point[], style: SeriesStyle): void {
  const series = svg.group().addClass('series');
  drawCurve(series, curve, style);
  drawMarkers(series, apart(curve), style);
}

/** The first point and then each that is far enough from the last one taken. */
function apart(curve: readonly Point[]): Point[] {
  const taken: Point[] = [];
  for (const point of curve) {
    if (point.x - (taken.at(-1)?.x ?? -Infinity) >= markerSpacing) taken.push(point);
  }
  return taken;
}
