import type { Container } from '@svgdotjs/svg.js';
import { bottomAxis, leftAxis } from './axes.ts';
import { chart } from './chart.ts';
import { drawCurve } from './curve.ts';
import { drawKey, keyLine } from './key.ts';
import { formatNumber, linearDomain, linearScale, linearTicks, type Scale } from './scales.ts';
import { ink, seriesStyle } from './style.ts';

/** What is gathered on the way from baseline to input, in straight lines between the points. */
export interface SaturationCurve {
  readonly name: string;
  /** Ascending in alpha, from 0 to 1; the share of the whole that is gathered up to there. */
  readonly points: readonly { readonly alpha: number; readonly share: number }[];
  /** Every alpha at which the network comes to predict another class. */
  readonly classChanges: readonly number[];
}

export interface SaturationFigureData {
  readonly title: string;
  readonly curves: readonly SaturationCurve[];
}

/**
 * The share of the attributions' sum that is gathered along alpha, with a ring where the predicted class changes. By
 * completeness it is also the share of the output's way.
 */
export function saturationFigure({ title, curves }: SaturationFigureData): string {
  const domain = linearDomain([0, 1, ...curves.flatMap(({ points }) => points.map(({ share }) => share))]);
  const names = curves.map(({ name }) => name);
  const description = `Share of the attribution gathered along the line from baseline to input: ${names.join(', ')}; rings where the predicted class changes.`;
  const height = Math.max(300, names.length * keyLine);
  return chart({ title, description, names, height, above: 20, below: 56 }, (svg, area) => {
    const x = linearScale([0, 1], [area.left, area.right]);
    const y = linearScale(domain, [area.bottom, area.top]);
    const ticks = linearTicks(domain).map(({ value }) => ({ value, label: `${formatNumber(100 * value)} %` }));
    bottomAxis(svg, area, { scale: x, ticks: linearTicks([0, 1]), name: 'α; rings: the predicted class changes' });
    leftAxis(svg, area, { scale: y, ticks, name: 'share of the attribution' });
    for (const share of [0, 1]) svg.line(area.left, y(share), area.right, y(share)).attr({ stroke: ink, 'stroke-width': 0.7 });
    curves.forEach((curve, i) => { drawGathering(svg, curve, i, x, y); });
    drawKey(svg, area, curves.map(({ name }, i) => ({ name, colour: seriesStyle(i).colour, dashes: seriesStyle(i).dashes, y: y(1) })));
  });
}

function drawGathering(svg: Container, { points, classChanges }: SaturationCurve, index: number, x: Scale, y: Scale): void {
  const style = seriesStyle(index);
  const group = svg.group().addClass('gathering');
  drawCurve(group, points.map(({ alpha, share }) => ({ x: x(alpha), y: y(share) })), style);
  for (const alpha of classChanges) {
    group.circle().attr({ cx: x(alpha), cy: y(shareAt(points, alpha)), r: 4.5, fill: '#fff', stroke: style.colour, 'stroke-width': 2 });
  }
}

/** Straight between the points. */
function shareAt(points: SaturationCurve['points'], alpha: number): number {
  const after = Math.max(1, points.findIndex((point) => point.alpha >= alpha));
  const [from, to] = [points[after - 1], points[after]];
  return linearScale([from.alpha, to.alpha], [from.share, to.share])(alpha);
}
