import { UserError } from '../errors.ts';
import { theLine, type LineGraph } from '../line/index.ts';
import { sameAlpha } from '../quadrature/index.ts';
import { checkWhole } from './checkWhole.ts';

/** One end of a line: the point, and the values of every node there. */
export interface End {
  readonly point: Float64Array;
  readonly values: readonly Float64Array[];
}

/**
 * Where to cut a line so that its parts take about equally long. The work goes with the crossings. Where they are is
 * guessed from both ends of the line: a unit that is beyond a threshold at one end only crosses where it would if it ran
 * straight, which those of the first activations do. Cuts lie in the middle between two of them; where there are none, evenly.
 *
 * @returns alphas in (0, 1), ascending; fewer than asked for on lines with few crossings
 * @throws UserError unless the number of parts is a whole number from 1
 */
export function cutsOf(graph: LineGraph, baseline: End, input: End, parts: number): number[] {
  checkWhole('number of parts', parts, 1);
  const crossings = guessedCrossings(graph, baseline, input);
  const quantiles = Array.from({ length: parts - 1 }, (_, i) => (i + 1) / parts);
  if (crossings.length === 0) return quantiles;
  const ends = Float64Array.from([0, ...crossings, 1]);
  const gaps = new Set(quantiles.map((quantile) => Math.floor(quantile * (ends.length - 1))));
  return [...gaps].filter((gap) => ends[gap + 1] - ends[gap] > 2 * sameAlpha).map((gap) => (ends[gap] + ends[gap + 1]) / 2);
}

/** @throws UserError unless these are places to cut at */
export function checkCuts(cuts: readonly number[]): readonly number[] {
  const [first = 0.5] = cuts;
  if (first > 0 && cuts.every((cut, i) => cut < (cuts[i + 1] ?? 1))) return cuts;
  throw new UserError(`A line is to be cut at ${cuts.join(', ')}; expected alphas between 0 and 1, ascending.`);
}

function guessedCrossings({ nodes }: LineGraph, baseline: End, input: End): Float64Array {
  const alphas: number[] = [];
  for (const { operation, inputs } of nodes) {
    if (operation.family !== 'elementwise') continue;
    const [from, to] = [baseline, input].map(({ point, values }) => (inputs[0] === theLine ? point : values[inputs[0]]));
    for (let unit = 0; unit < from.length; unit++) {
      for (const threshold of operation.thresholds) {
        if ((from[unit] - threshold) * (to[unit] - threshold) < 0) alphas.push((threshold - from[unit]) / (to[unit] - from[unit]));
      }
    }
  }
  return Float64Array.from(alphas).sort();
}
