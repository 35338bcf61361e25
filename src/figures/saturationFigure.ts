import type { Container } from '@svgdotjs/svg.js';
import { bottomAxis, leftAxis } from './axes.ts';
import { chart } from './chart.ts';
import { drawCurve } from './curve.ts';
import { drawKey, keyLine } from './key.ts';
import {
  formatNumber,
  linearDomain,
  linearScale,
  linearTicks,
  logScale,
  logTicks,
  type Interval,
  type Scale,
} from './scales.ts';
import { ground, ink, seriesStyle, softInk } from './style.ts';

/** What is gathered on the way from baseline to input, in straight lines between the points. */
export interface SaturationCurve {
  readonly name: string;
  /** Ascending in alpha, from 0 to 1; the share of the whole that is gathered up to there. */
  readonly points: readonly SaturationPoint[];
  /** Every alpha at which the network comes to predict another class. */
  readonly classChanges: readonly number[];
}

interface SaturationPoint {
  readonly alpha: number;
  readonly share: number;
}

export interface SaturationFigureData {
  readonly title: string;
  readonly note: string;
  readonly curves: readonly SaturationCurve[];
}

/** Where the logarithmic axis begins. */
const begin = 0.01;
const even = { name: 'gathered evenly', colour: softInk, dashes: '5 4' } as const;

/**
 * What is gathered up to alpha, over what would be if it were gathered evenly (the share divided by alpha), on a
 * logarithmic axis of alpha from 0.01 so that the beginning is seen, with a ring where the predicted class changes. By
 * completeness it is also the mean slope of the output up to there over that of the whole line.
 */
export function saturationFigure({ title, note, curves }: SaturationFigureData): string {
  const cut = curves.map((curve) => ({
    ...curve,
    points: fromBegin(curve.points),
    classChanges: curve.classChanges.filter((alpha) => alpha >= begin),
  }));
  const domain = linearDomain([0, 1, ...cut.flatMap(({ points }) => points.map(({ alpha, share }) => share / alpha))]);
  const names = [...curves.map(({ name }) => name), even.name];
  const description = `What of the attribution is gathered up to each alpha on the line from baseline to input, over what would be if it were gathered evenly: ${names.join(', ')}; rings where the predicted class changes.`;
  const height = Math.max(320, names.length * keyLine);
  return chart(
    {
      title,
      note: `${note}\nRing: the predicted class changes`,
      description,
      names,
      height,
      above: 20,
      below: 56,
      width: 860,
    },
    (svg, area) => {
      const across: Interval = [begin, 1];
      const x = logScale(across, [area.left, area.right]);
      const y = linearScale(domain, [area.bottom, area.top]);
      const ticks = linearTicks(domain).map(({ value }) => ({
        value,
        label: `${formatNumber(Math.round(1e6 * value) / 1e4)} %`,
      }));
      bottomAxis(svg, area, {
        scale: x,
        ticks: logTicks(across, formatNumber),
        name: 'α, from the baseline (0) to the input (1)',
      });
      leftAxis(svg, area, { scale: y, ticks, name: 'share gathered up to α, over α' });
      svg.line(area.left, y(0), area.right, y(0)).addClass('zero').attr({ stroke: ink, 'stroke-width': 0.7 });
      svg
        .line(area.left, y(1), area.right, y(1))
        .addClass('even')
        .attr({ stroke: even.colour, 'stroke-dasharray': even.dashes });
      cut.forEach((curve, i) => {
        drawGathering(svg, curve, i, x, y);
      });
      const entries = cut.map(({ name }, i) => ({
        name,
        colour: seriesStyle(i).colour,
        dashes: seriesStyle(i).dashes,
        y: area.top,
      }));
      drawKey(svg, area, [...entries, { ...even, y: area.top }]);
    },
  );
}

/** The points from `begin` on, with one there. */
function fromBegin(points: readonly SaturationPoint[]): SaturationPoint[] {
  return [{ alpha: begin, share: shareAt(points, begin) }, ...points.filter(({ alpha }) => alpha > begin)];
}

function drawGathering(
  svg: Container,
  { points, classChanges }: SaturationCurve,
  index: number,
  x: Scale,
  y: Scale,
): void {
  const style = seriesStyle(index);
  const group = svg.group().addClass('gathering');
  drawCurve(
    group,
    points.map(({ alpha, share }) => ({ x: x(alpha), y: y(share / alpha) })),
    style,
  );
  for (const alpha of classChanges) {
    group.circle().attr({
      cx: x(alpha),
      cy: y(shareAt(points, alpha) / alpha),
      r: 4.5,
      fill: ground,
      stroke: style.colour,
      'stroke-width': 2,
    });
  }
}

/** Straight between the points. */
function shareAt(points: readonly SaturationPoint[], alpha: number): number {
  const after = Math.max(
    1,
    points.findIndex((point) => point.alpha >= alpha),
  );
  const [from, to] = [points[after - 1], points[after]];
  return linearScale([from.alpha, to.alpha], [from.share, to.share])(alpha);
}
