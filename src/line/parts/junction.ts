import { kernelsFor, matricesOf, type LineGraph } from '../graph/index.ts';
import { gatheredRounding } from '../memory/index.ts';
import { startOf, type Ends, type Restriction } from '../forward/index.ts';

/** Where one part of a line ends and the next one begins. */
export interface Junction {
  /** The point, and the next part's delta. */
  readonly point: Float64Array;
  readonly delta: Float64Array;
  /** Per node the pieces of its units on either side, as in `InitialState.pieces`. */
  readonly before: readonly Int32Array[];
  readonly after: readonly Int32Array[];
}

/** Per node the pieces that its units are in just before alpha = 1. */
export function lastPieces({ pieces, crossings }: Restriction): Int32Array[] {
  const last = pieces.map((of) => of.slice());
  crossings.nodes.forEach((node, i) => (last[node][crossings.units[i]] = crossings.pieces[i]));
  return last;
}

/**
 * Whether the network bends at a junction. A unit may be in another piece beyond it without a bend: one that rests on a
 * threshold, to rounding, and a maximum of candidates that tie. Where it bends, the first unit to change its piece does
 * so on the way.
 */
export function bendsAt(graph: LineGraph, { point, delta, before, after }: Junction): boolean {
  const changes = graph.nodes.flatMap(({ operation, inputs }, node) =>
    differing(before[node], after[node]).map((unit) => ({
      input: inputs[0],
      units: operation.family === 'maximum' ? [before[node][unit], after[node][unit]] : [unit],
    })),
  );
  if (changes.length === 0) return false;
  return kernelsFor(graph).use(matricesOf(graph), (workspace) => {
    const start = startOf(graph, point, delta, workspace);
    return changes.some(({ input, units }) => isMoving(start.run(input), units));
  });
}

/** Whether a unit moves, or of two one against the other. */
function isMoving({ slope, magnitude }: Ends, units: readonly number[]): boolean {
  const rounding = units.reduce((sum, unit) => sum + gatheredRounding(0) * magnitude[unit], 0);
  const [one, other = 0] = units.map((unit) => slope[unit]);
  return Math.abs(one - other) > rounding;
}

function differing(a: Int32Array, b: Int32Array): number[] {
  const units: number[] = [];
  for (let unit = 0; unit < a.length; unit++) if (a[unit] !== b[unit]) units.push(unit);
  return units;
}
