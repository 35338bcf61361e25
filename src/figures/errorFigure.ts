import type { Container } from '@svgdotjs/svg.js';
import { counted } from '../base/index.ts';
import { bottomAxis, leftAxis, type Area } from './axes.ts';
import { label } from './canvas.ts';
import { chart } from './chart.ts';
import { drawBand, drawCurve, type Point } from './curve.ts';
import { formatNumber, formatPercent, logDomain, logScale, logTicks, type Interval, type Scale } from './scales.ts';
import { inOrder, ink, paleInk, ruleStyle, softInk } from './style.ts';

/** One rule: its relative errors (fractions) by the number of samples, ascending. */
export interface ErrorSeries {
  readonly name: string;
  readonly points: readonly ErrorPoint[];
}

/** Errors of many images at one number of samples: quartiles and median. */
export interface ErrorPoint {
  readonly samples: number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

export interface ErrorFigureData {
  readonly title: string;
  /** What is shown: how many images, target, baseline. */
  readonly note: string;
  readonly series: readonly ErrorSeries[];
  /** Median over the images. */
  readonly exactRegions: number;
  /** The error that is small enough, as a fraction. */
  readonly tolerance: number;
}

const columns = 3;
const panelHeight = 190;
const gap = { across: 16, down: 40 };

/**
 * The error of each rule by the number of samples, both logarithmic: a panel for each rule with the median over the
 * images and a band between the quartiles, before the medians of the other rules in grey; exact regions and tolerance
 * are marked in all. Errors that are 0 or not finite have no place on the axis and are left out.
 */
export function errorFigure({ title, note, series, exactRegions, tolerance }: ErrorFigureData): string {
  const rules = inOrder(series.map(({ name }) => name));
  const shown = new Map(series.map(({ name, points }) => [name, points.filter(hasPlace)]));
  const all = [...shown.values()].flat();
  const x = logDomain([exactRegions, ...all.map(({ samples }) => samples)]);
  const y = logDomain([tolerance, ...all.flatMap(({ lower, upper }) => [lower, upper])]);
  const rows = Math.max(1, Math.ceil(rules.length / columns));
  const description =
    `Relative error of sampled integrated gradients by the number of samples (${rules.join(', ')}), median and quartiles over the images, ` +
    `with ${counted(exactRegions, 'exact region')} and a tolerance of ${formatPercent(tolerance)}.`;
  const height = rows * (panelHeight + gap.down) - gap.down;
  return chart(
    {
      title,
      note: `${note}\n${legend(tolerance, exactRegions)}`,
      description,
      height,
      names: [],
      above: 36,
      below: 56,
      width: 940,
    },
    (svg, area) => {
      rules.forEach((rule, i) => {
        const panel = panelOf(area, i);
        const place = { first: i % columns === 0, last: i + columns >= rules.length };
        const others = rules.filter((other) => other !== rule).map((other) => shown.get(other) ?? []);
        drawPanel(svg, panel, { rule, points: shown.get(rule) ?? [], others, x, y, place });
        drawMarks(
          svg,
          panel,
          logScale(x, [panel.left, panel.right])(exactRegions),
          logScale(y, [panel.bottom, panel.top])(tolerance),
        );
      });
    },
  );
}

function hasPlace({ lower, upper }: ErrorPoint): boolean {
  return lower > 0 && Number.isFinite(upper);
}

function legend(tolerance: number, regions: number): string {
  const count = counted(regions, 'exact region');
  return `Line: median; band: from lower to upper quartile; grey: medians of the other rules; dashes: tolerance ${formatPercent(tolerance)}; upright: ${count} (median), where the error is 0`;
}

function panelOf({ left, right, top }: Area, index: number): Area {
  const width = (right - left - (columns - 1) * gap.across) / columns;
  const start = left + (index % columns) * (width + gap.across);
  const above = top + Math.floor(index / columns) * (panelHeight + gap.down);
  return { left: start, right: start + width, top: above, bottom: above + panelHeight };
}

interface Panel {
  readonly rule: string;
  readonly points: readonly ErrorPoint[];
  readonly others: readonly (readonly ErrorPoint[])[];
  readonly x: Interval;
  readonly y: Interval;
  /** Whether it is the first of its row, and the last of its column. */
  readonly place: { readonly first: boolean; readonly last: boolean };
}

function drawPanel(svg: Container, area: Area, { rule, points, others, x, y, place }: Panel): void {
  const panel = svg.group().addClass('panel');
  const scales = { x: logScale(x, [area.left, area.right]), y: logScale(y, [area.bottom, area.top]) };
  bottomAxis(panel, area, {
    scale: scales.x,
    ticks: logTicks(x, formatNumber),
    ...(place.last && { name: 'samples' }),
  });
  leftAxis(panel, area, {
    scale: scales.y,
    ticks: logTicks(y, formatPercent),
    ...(place.first && { name: 'relative error' }),
  });
  label(panel, rule, (area.left + area.right) / 2, area.top - 9, { 'text-anchor': 'middle', 'font-weight': 'bold' });
  for (const other of others)
    drawCurve(panel, curveOf(other, 'median', scales), { colour: paleInk, dashes: 'none', marker: '' });
  const style = { ...ruleStyle(rule), dashes: 'none' };
  const series = panel.group().addClass('series');
  drawBand(series, curveOf(points, 'upper', scales), curveOf(points, 'lower', scales), style);
  drawCurve(series, curveOf(points, 'median', scales), style);
}

function curveOf(
  points: readonly ErrorPoint[],
  quantity: 'lower' | 'median' | 'upper',
  { x, y }: { readonly x: Scale; readonly y: Scale },
): Point[] {
  return points.map((point) => ({ x: x(point.samples), y: y(point[quantity]) }));
}

function drawMarks(svg: Container, { left, right, top, bottom }: Area, x: number, y: number): void {
  svg
    .line(left, y, right, y)
    .addClass('tolerance')
    .attr({ stroke: softInk, 'stroke-width': 1.3, 'stroke-dasharray': '5 4' });
  svg.line(x, top, x, bottom).addClass('exact').attr({ stroke: ink, 'stroke-width': 1.5 });
}
