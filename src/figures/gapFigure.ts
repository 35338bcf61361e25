import { bottomAxis, leftAxis } from './axes.ts';
import { label } from './canvas.ts';
import { chart } from './chart.ts';
import { drawKey } from './key.ts';
import { formatPercent, logDomain, logScale, logTicks, type Interval } from './scales.ts';
import { ground, ink, seriesStyle, softInk } from './style.ts';

/** One sampling of one image. */
export interface GapPoint {
  /** `|sum of attributions - D| / |D|`, a fraction. */
  readonly gap: number;
  /** Relative error against the exact attributions, a fraction. */
  readonly error: number;
}

export interface GapFigureData {
  readonly title: string;
  readonly note: string;
  /** Samplings at many n. */
  readonly samplings: readonly GapPoint[];
  /** Where m-tilde stops, one for each image at most. */
  readonly stops: readonly GapPoint[];
  /** The gap below which m-tilde stops. */
  readonly stopsBelow: number;
  /** The error that is small enough. */
  readonly tolerance: number;
}

const sampling = { colour: seriesStyle(5).colour, name: 'left rule, any n' };
const stop = { ...seriesStyle(1), name: 'm-tilde stops' };
/** Gaps below are drawn there: a sum that is right by chance. */
const smallest = 1e-6;

/**
 * The error of sampled attributions by their completeness gap, both logarithmic: what m-tilde looks at against what it
 * wants to know. Points with an error of 0 or without finite numbers have no place and are left out.
 */
export function gapFigure({ title, note, samplings, stops, stopsBelow, tolerance }: GapFigureData): string {
  const [all, stopped] = [samplings, stops].map((points) =>
    points.filter(hasPlace).map(({ gap, error }) => ({ gap: Math.max(gap, smallest), error })),
  );
  const description = 'Relative error of sampled attributions by their completeness gap, and where m-tilde stops.';
  const names = [sampling.name, stop.name];
  const beyond = stopped.filter(({ error }) => error > tolerance).length;
  const count = `${beyond} of ${stopped.length} images are above ${formatPercent(tolerance)} where m-tilde stops`;
  return chart(
    { title, note: `${note}\n${count}`, description, height: 380, names, above: 36, below: 56, width: 780 },
    (svg, area) => {
      const domains: Interval[] = [
        logDomain([stopsBelow, ...[...all, ...stopped].map(({ gap }) => gap)]),
        logDomain([tolerance, ...[...all, ...stopped].map(({ error }) => error)]),
      ];
      const [x, y] = [logScale(domains[0], [area.left, area.right]), logScale(domains[1], [area.bottom, area.top])];
      bottomAxis(svg, area, {
        scale: x,
        ticks: logTicks(domains[0], formatPercent),
        name: 'completeness gap, of the change of the output',
      });
      leftAxis(svg, area, { scale: y, ticks: logTicks(domains[1], formatPercent), name: 'relative error' });
      svg
        .line(x(stopsBelow), area.top, x(stopsBelow), area.bottom)
        .addClass('stops-below')
        .attr({ stroke: ink, 'stroke-width': 1.2 });
      svg
        .line(area.left, y(tolerance), area.right, y(tolerance))
        .addClass('tolerance')
        .attr({ stroke: softInk, 'stroke-width': 1.3, 'stroke-dasharray': '5 4' });
      const dots = svg.group().addClass('samplings').attr({ fill: sampling.colour, 'fill-opacity': 0.35 });
      for (const { gap, error } of all) dots.circle().attr({ cx: x(gap), cy: y(error), r: 2 });
      const marks = svg.group().addClass('stops').attr({ fill: stop.colour, stroke: ground, 'stroke-width': 0.6 });
      for (const { gap, error } of stopped) marks.circle().attr({ cx: x(gap), cy: y(error), r: 3.5 });
      label(svg, `tolerance ${formatPercent(tolerance)}`, area.right + 12, y(tolerance) + 4, { fill: softInk });
      label(svg, `gap ${formatPercent(stopsBelow)}`, x(stopsBelow), area.top - 7, { 'text-anchor': 'middle' });
      const dot = 'M-4 0A4 4 0 0 1 4 0A4 4 0 0 1 -4 0Z';
      drawKey(svg, area, [
        { ...sampling, marker: dot, y: area.top },
        { name: stop.name, colour: stop.colour, marker: dot, y: area.top },
      ]);
    },
  );
}

function hasPlace({ gap, error }: GapPoint): boolean {
  return error > 0 && Number.isFinite(error) && Number.isFinite(gap);
}
