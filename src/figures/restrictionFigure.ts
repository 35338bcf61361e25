import type { Container } from '@svgdotjs/svg.js';
import { bottomAxis, leftAxis, type Area } from './axes.ts';
import { label } from './canvas.ts';
import { chart } from './chart.ts';
import { drawCurve } from './curve.ts';
import { drawKey } from './key.ts';
import { linearDomain, linearScale, linearTicks, type Scale } from './scales.ts';
import { deepShade, fontSize, ground, ink, seriesStyle, shade, softInk, type SeriesStyle } from './style.ts';

/** A unit before its activation, along the line. */
export interface UnitOnLine {
  readonly name: string;
  /** Its value at alpha 0, at each of its kinks and at alpha 1. */
  readonly points: readonly { readonly alpha: number; readonly value: number }[];
  /** Every alpha at which it passes zero. */
  readonly crossings: readonly number[];
}

export interface RestrictionFigureData {
  readonly title: string;
  readonly units: readonly UnitOnLine[];
  /** Ascending, in (0, 1). */
  readonly breakpoints: readonly number[];
}

const bandGap = 12;
const bandHeight = 22;

/** Units as functions of alpha, with their kinks and crossings, above the linear regions that the crossings cut. */
export function restrictionFigure({ title, units, breakpoints }: RestrictionFigureData): string {
  const domain = linearDomain([0, ...units.flatMap(({ points }) => points.map(({ value }) => value))]);
  const names = units.map(({ name }) => name);
  const description =
    `Values of ${names.join(', ')} along the line from baseline to input, and the ` +
    `${breakpoints.length + 1} linear regions between their crossings.`;
  const height = 240 + bandGap + bandHeight;
  return chart(
    { title, description, names: [...names, 'linear regions'], height, above: 20, below: 56 },
    (svg, area) => {
      const values: Area = { ...area, bottom: area.bottom - bandHeight - bandGap };
      const x = linearScale([0, 1], [area.left, area.right]);
      const y = linearScale(domain, [values.bottom, values.top]);
      bottomAxis(svg, area, { scale: x, ticks: linearTicks([0, 1]), name: 'α' });
      leftAxis(svg, values, { scale: y, ticks: linearTicks(domain), name: 'value before the activation' });
      drawRegions(svg, area, x, breakpoints);
      svg.line(area.left, y(0), area.right, y(0)).attr({ stroke: ink });
      const entries = units.map((unit, i) => {
        const { colour, dashes } = seriesStyle(i);
        drawUnit(svg, unit, seriesStyle(i), x, y);
        return { name: unit.name, colour, dashes, y: y(unit.points.at(-1)?.value ?? 0) };
      });
      drawKey(svg, values, entries);
      label(svg, 'linear regions', area.right + 12, area.bottom - bandHeight / 2 + 0.35 * fontSize);
    },
  );
}

function drawRegions(svg: Container, area: Area, x: Scale, breakpoints: readonly number[]): void {
  const regions = svg.group().addClass('regions');
  const endpoints = [0, ...breakpoints, 1];
  const top = area.bottom - bandHeight;
  for (let region = 0; region + 1 < endpoints.length; region++) {
    const [start, end] = [x(endpoints[region]), x(endpoints[region + 1])];
    const fill = region % 2 === 0 ? deepShade : shade;
    regions.rect().attr({ x: start, y: top, width: end - start, height: bandHeight, fill });
    if (end - start > 2 * fontSize) {
      label(regions, String(region + 1), (start + end) / 2, top + 16, { 'text-anchor': 'middle' });
    }
  }
  for (const alpha of breakpoints) {
    const attributes = { stroke: softInk, 'stroke-width': 0.8, 'stroke-dasharray': '2 3' };
    svg.line(x(alpha), area.top, x(alpha), area.bottom).attr(attributes);
  }
}

/** Kinks are dots on the curve, crossings are rings on the line of zero. */
function drawUnit(svg: Container, unit: UnitOnLine, style: SeriesStyle, x: Scale, y: Scale): void {
  const group = svg.group().addClass('unit');
  const curve = unit.points.map(({ alpha, value }) => ({ x: x(alpha), y: y(value) }));
  drawCurve(group, curve, style);
  for (const kink of curve.slice(1, -1)) group.circle().attr({ cx: kink.x, cy: kink.y, r: 3, fill: style.colour });
  for (const alpha of unit.crossings) {
    group.circle().attr({ cx: x(alpha), cy: y(0), r: 4.5, fill: ground, stroke: style.colour, 'stroke-width': 2 });
  }
}
