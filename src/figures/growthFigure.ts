import type { Svg } from '@svgdotjs/svg.js';
import { bottomAxis, leftAxis, type Area } from './axes.ts';
import { chart } from './chart.ts';
import { drawCurve, drawMarkers } from './curve.ts';
import { drawKey, type KeyEntry } from './key.ts';
import { formatNumber, logDomain, logScale, logTicks, type Interval } from './scales.ts';
import { seriesStyle, softInk } from './style.ts';

/** What lines of one kind take, by ascending regions. */
export interface GrowthSeries {
  readonly name: string;
  readonly points: readonly GrowthPoint[];
}

/** What one line takes; all numbers are positive. */
export interface GrowthPoint {
  readonly regions: number;
  readonly seconds: number;
  /** At its peak, in MiB. */
  readonly memory: number;
}

export interface GrowthFigureData {
  readonly title: string;
  readonly series: readonly GrowthSeries[];
}

/** One of the two plots: what its vertical axis shows. */
interface Plot {
  readonly area: Area;
  readonly name: string;
  readonly valueOf: (point: GrowthPoint) => number;
}

const plotHeight = 250;
/** Between the plots: room for an axis. */
const gap = 74;
const proportional = { name: 'proportional', colour: softInk, dashes: '5 4' } as const;

/**
 * Time, and below it memory, by the number of linear regions, all logarithmic. A dashed line through the line of the
 * most regions is what would grow in proportion to them.
 */
export function growthFigure({ title, series }: GrowthFigureData): string {
  const names = series.map(({ name }) => name);
  const description = `Seconds and peak memory of exact integrated gradients by the number of linear regions: ${names.join('; ')}.`;
  const layout = {
    title,
    description,
    names: [...names, proportional.name],
    height: 2 * plotHeight + gap,
    above: 24,
    below: 56,
    width: 940,
  };
  return chart(layout, (svg, area) => {
    const upper: Area = { ...area, bottom: area.top + plotHeight };
    const lower: Area = { ...area, top: area.bottom - plotHeight };
    const entries = drawPlot(svg, series, { area: upper, name: 'seconds', valueOf: ({ seconds }) => seconds });
    drawPlot(svg, series, { area: lower, name: 'peak memory, MiB', valueOf: ({ memory }) => memory });
    drawKey(svg, upper, entries);
  });
}

/** @returns entries of the key: the series and the line that grows in proportion */
function drawPlot(svg: Svg, series: readonly GrowthSeries[], { area, name, valueOf }: Plot): KeyEntry[] {
  const all = series.flatMap(({ points }) => points);
  const [regions, values] = [logDomain(all.map((point) => point.regions)), logDomain(all.map(valueOf))];
  const [x, y] = [logScale(regions, [area.left, area.right]), logScale(values, [area.bottom, area.top])];
  bottomAxis(svg, area, { scale: x, ticks: logTicks(regions, formatNumber), name: 'linear regions' });
  leftAxis(svg, area, { scale: y, ticks: logTicks(values, formatNumber), name });
  const most = all.reduce((a, b) => (b.regions > a.regions ? b : a));
  const ends = whereProportional(valueOf(most) / most.regions, regions, values).map(([at, value]) => ({
    x: x(at),
    y: y(value),
  }));
  svg
    .line(ends[0].x, ends[0].y, ends[1].x, ends[1].y)
    .addClass('proportional')
    .attr({ stroke: proportional.colour, 'stroke-width': 1.3, 'stroke-dasharray': proportional.dashes });
  const entries = series.map(({ name: of, points }, i) => {
    const curve = points.map((point) => ({ x: x(point.regions), y: y(valueOf(point)) }));
    const style = seriesStyle(i);
    const group = svg.group().addClass('series');
    drawCurve(group, curve, style);
    drawMarkers(group, curve, style);
    return { name: of, ...style, y: curve.at(-1)?.y ?? area.bottom };
  });
  return [...entries, { ...proportional, y: ends[1].y }];
}

/** Where `value = factor * at` enters and leaves a plot of these intervals. */
function whereProportional(factor: number, [left, right]: Interval, [low, high]: Interval): Interval[] {
  const [from, to] = [Math.max(left, low / factor), Math.min(right, high / factor)];
  return [
    [from, factor * from],
    [to, factor * to],
  ];
}
