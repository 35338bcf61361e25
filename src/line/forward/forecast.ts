import type { Elementwise, Maximum } from '../../network/index.ts';
import { deltaOf, withLine, type LineGraph, type StraightLine, type Values } from '../graph/index.ts';
import { valuesAtEnds } from './valuesAtEnds.ts';

/** About where units cross on a line, seen from points of it. */
export interface Forecast {
  /** Crossings between points, at least: a unit that crosses twice between two of them is not seen. */
  readonly crossings: number;
  /** The same between each two points. */
  readonly between: readonly number[];
  /** Which share of them comes before an alpha; they are taken to be even between points. */
  readonly shareBefore: (alpha: number) => number;
}

/** A hair behind the baseline, on which units may rest at a threshold, all at once: they do not cross it there. */
const firstShare = 2 ** -30;

/**
 * Foretells crossings of a line from the values of all units at equally spaced points of it.
 *
 * @param intervals between points, each of which costs about an evaluation of the network
 * @throws UserError if a point does not fit the graph or is not finite
 */
export function forecastCrossings(graph: LineGraph, line: StraightLine, intervals = 32): Forecast {
  const delta = deltaOf(graph, line);
  const at = (share: number): Float64Array => line.baseline.map((x, i) => x + share * delta[i]);
  const between: number[] = [];
  let last: Place | undefined;
  for (let i = 0; i <= intervals; i += 2) {
    const [point, next] = [at(Math.max(i / intervals, firstShare)), at(Math.min(1, (i + 1) / intervals))];
    const { atBaseline, atInput } = valuesAtEnds(graph, { baseline: point, input: next });
    const [from, to] = [
      { point, values: atBaseline },
      { point: next, values: atInput },
    ];
    if (last !== undefined) between.push(crossingsBetween(graph, last, from));
    if (i < intervals) between.push(crossingsBetween(graph, from, to));
    last = to;
  }
  const before = [0];
  for (const count of between) before.push(before[before.length - 1] + count);
  const crossings = before[intervals];
  const shareBefore = (alpha: number): number => {
    if (crossings === 0 || alpha >= 1) return alpha;
    const interval = Math.floor(alpha * intervals);
    const inside = alpha * intervals - interval;
    return (before[interval] + inside * between[interval]) / crossings;
  };
  return { crossings, between, shareBefore };
}

interface Place {
  readonly point: Float64Array;
  readonly values: Values;
}

/** Units that are in another piece at one place than at the other, and by how many pieces. */
function crossingsBetween({ nodes }: LineGraph, from: Place, to: Place): number {
  let count = 0;
  for (const {
    operation,
    inputs: [input],
  } of nodes) {
    if (operation.family === 'linear') continue;
    const [before, after] = [from, to].map(({ point, values }) => withLine(values, point)(input));
    count +=
      operation.family === 'elementwise'
        ? thresholdsBetween(operation, before, after)
        : changesOfLeader(operation, before, after);
  }
  return count;
}

function thresholdsBetween({ thresholds }: Elementwise, from: Float64Array, to: Float64Array): number {
  let count = 0;
  for (const threshold of thresholds) {
    for (let unit = 0; unit < from.length; unit++) if (from[unit] > threshold !== to[unit] > threshold) count++;
  }
  return count;
}

function changesOfLeader(maximum: Maximum, from: Float64Array, to: Float64Array): number {
  let count = 0;
  for (let unit = 0; unit + 1 < maximum.pointers.length; unit++)
    if (leader(maximum, unit, from) !== leader(maximum, unit, to)) count++;
  return count;
}

function leader({ pointers, candidates }: Maximum, unit: number, values: Float64Array): number {
  let first = candidates[pointers[unit]];
  for (let i = pointers[unit] + 1; i < pointers[unit + 1]; i++)
    if (values[candidates[i]] > values[first]) first = candidates[i];
  return first;
}
