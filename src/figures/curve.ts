import type { Container } from '@svgdotjs/svg.js';
import { ground, type SeriesStyle } from './style.ts';

/** A place on ground, in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Straight lines from point to point in the colour and dashes of a series. */
export function drawCurve(parent: Container, points: readonly Point[], { colour, dashes }: SeriesStyle): void {
  parent.polyline(points.map(({ x, y }): [number, number] => [x, y])).attr({
    fill: 'none',
    stroke: colour,
    'stroke-width': 1.7,
    'stroke-dasharray': dashes,
    'stroke-linejoin': 'round',
  });
}

/** The marker of a series at each of the points. */
export function drawMarkers(parent: Container, points: readonly Point[], { colour, marker }: SeriesStyle): void {
  for (const { x, y } of points) {
    parent.path(marker).attr({ fill: colour, stroke: ground, 'stroke-width': 0.8, transform: `translate(${x} ${y})` });
  }
}

/** The area between two curves, the upper one given first, in the colour of a series. */
export function drawBand(
  parent: Container,
  upper: readonly Point[],
  lower: readonly Point[],
  { colour }: SeriesStyle,
): void {
  const outline = [...upper, ...[...lower].reverse()].map(({ x, y }): [number, number] => [x, y]);
  parent.polygon(outline).addClass('band').attr({ fill: colour, 'fill-opacity': 0.2, stroke: 'none' });
}
