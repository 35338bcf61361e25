import { shown, UserError } from '../../base/index.ts';
import { withLine, type LineGraph, type Stage } from '../graph/index.ts';
import { sameAlpha } from '../../quadrature/index.ts';

/** One end of a line: the point, and the values of every node there. */
export interface End {
  readonly point: Float64Array;
  readonly values: readonly Float64Array[];
}

/**
 * Where to cut a line so that its parts take about equally long. The work goes with the crossings. Where they are is
 * guessed from both ends of the line: a unit that is beyond a threshold at one end only crosses where it would if it
 * ran straight, which those of the first activations do. Of the others that is too near to a black baseline; so a cut
 * is half-way between where all crossings would have it and where the first activations' own would, in the middle
 * between two of them; where there are none, evenly.
 *
 * @param parts a whole number from 1
 * @returns alphas in (0, 1), ascending; fewer than asked for on lines with few crossings
 */
export function cutsOf(graph: LineGraph, baseline: End, input: End, parts: number): number[] {
  const [ofFirst, ofLater] = (['first', 'later'] as const).map((stage) =>
    guessedCrossings(graph, baseline, input, stage),
  );
  const first = withEnds(ofFirst);
  const all = withEnds([...ofFirst, ...ofLater]);
  const quantiles = Array.from({ length: parts - 1 }, (_, i) => (i + 1) / parts);
  if (all.length === 2) return quantiles;
  const cuts = quantiles.map(
    (quantile) => (quantileOf(all, quantile) + quantileOf(first.length > 2 ? first : all, quantile)) / 2,
  );
  const gaps = new Set(cuts.map((cut) => all.findLastIndex((alpha) => alpha <= cut)));
  return [...gaps].filter((gap) => all[gap + 1] - all[gap] > 2 * sameAlpha).map((gap) => (all[gap] + all[gap + 1]) / 2);
}

/** The middle of the gap between ends with so many of the gaps before it. */
function quantileOf(ends: Float64Array, quantile: number): number {
  const gap = Math.floor(quantile * (ends.length - 1));
  return (ends[gap] + ends[gap + 1]) / 2;
}

/** @throws UserError unless these are places to cut at */
export function checkCuts(cuts: readonly number[]): readonly number[] {
  const told: unknown = cuts;
  if (!Array.isArray(told))
    throw new UserError(`The cuts of a line are ${shown(told)}; expected how many parts, or a list of alphas.`);
  const [first = 0.5] = cuts;
  if (first > 0 && cuts.every((cut, i) => cut < (cuts[i + 1] ?? 1))) return cuts;
  throw new UserError(`A line is to be cut at ${cuts.join(', ')}; expected alphas between 0 and 1, ascending.`);
}

/** Ascending, from 0 to 1. */
function withEnds(alphas: readonly number[]): Float64Array {
  return Float64Array.from([0, ...alphas, 1]).sort();
}

/** Those of the activations of a stage. */
function guessedCrossings({ nodes }: LineGraph, baseline: End, input: End, only: Stage): number[] {
  const alphas: number[] = [];
  for (const { operation, inputs, stage } of nodes) {
    if (operation.family !== 'elementwise' || stage !== only) continue;
    const [from, to] = [baseline, input].map(({ point, values }) => withLine(values, point)(inputs[0]));
    for (let unit = 0; unit < from.length; unit++) {
      for (const threshold of operation.thresholds) {
        if ((from[unit] - threshold) * (to[unit] - threshold) < 0)
          alphas.push((threshold - from[unit]) / (to[unit] - from[unit]));
      }
    }
  }
  return alphas;
}
