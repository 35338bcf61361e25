import { slopeOf, type LineGraph, type LineNode } from '../graph/index.ts';
import { heap, recorded, type InMemory, type Memory, type SlopeChanges } from '../memory/index.ts';
import type { Restriction } from '../forward/index.ts';
import type { Workspace } from '../kernels/index.ts';

/** What first activations hand back where they cross, by ascending alpha, and where the line ends. */
export interface LineSlopeChanges extends SlopeChanges {
  readonly alphas: Float64Array;
  readonly nodes: Int32Array;
  /** The crossing that each belongs to. */
  readonly crossings: Int32Array;
  /** Per node what its units hand back through the pieces that last to alpha = 1; none but of first activations. */
  readonly last: readonly SlopeChanges[];
}

/**
 * At a crossing a unit has received its part of the integral up to there through the piece that it leaves, and goes on
 * through the one that it enters: the part counts by how much the slope falls. A maximum hands it to one candidate, and
 * takes it from the other.
 */
export function slopeChangesAlong({ crossings, pieces: begun }: Restriction, graph: LineGraph): LineSlopeChanges {
  const { alphas, nodes, units, pieces: entered } = crossings;
  const each = graph.nodes.map(({ stage, operation }) =>
    stage !== 'first' ? 0 : operation.family === 'maximum' ? 2 : 1,
  );
  const pieces = begun.map((of, node) => (each[node] === 0 ? of : of.slice()));
  let count = 0;
  for (let crossing = 0; crossing < nodes.length; crossing++) count += each[nodes[crossing]];
  const slopeChanges = {
    ...room(count, heap),
    alphas: new Float64Array(count),
    nodes: new Int32Array(count),
    crossings: new Int32Array(count),
  };
  let at = 0;
  const add = (crossing: number, receiver: number, factor: number): void => {
    slopeChanges.alphas[at] = alphas[crossing];
    slopeChanges.nodes[at] = nodes[crossing];
    slopeChanges.crossings[at] = crossing;
    set(slopeChanges, at++, units[crossing], receiver, factor);
  };
  for (let crossing = 0; crossing < nodes.length; crossing++) {
    const node = nodes[crossing];
    if (each[node] === 0) continue;
    const { operation } = graph.nodes[node];
    const unit = units[crossing];
    const left = pieces[node][unit];
    const piece = entered[crossing];
    pieces[node][unit] = piece;
    if (operation.family === 'elementwise') add(crossing, unit, slopeOf(operation, left) - slopeOf(operation, piece));
    else {
      add(crossing, left, 1);
      add(crossing, piece, -1);
    }
  }
  return { ...slopeChanges, last: graph.nodes.map((node, i) => lastSlopeChanges(node, pieces[i])) };
}

function lastSlopeChanges({ operation, size, stage }: LineNode, pieces: Int32Array): SlopeChanges {
  const slopeChanges = room(stage === 'first' ? size : 0, heap);
  let count = 0;
  for (let unit = 0; unit < slopeChanges.columns.length; unit++) {
    const elementwise = operation.family === 'elementwise';
    const slope = elementwise ? slopeOf(operation, pieces[unit]) : 1;
    if (slope !== 0) set(slopeChanges, count++, unit, elementwise ? unit : pieces[unit], slope);
  }
  const { columns, receivers, factors } = slopeChanges;
  return {
    columns: columns.subarray(0, count),
    receivers: receivers.subarray(0, count),
    factors: factors.subarray(0, count),
  };
}

/** All columns of a matrix, each to the unit of its own number. */
export function allColumns(count: number, workspace: Workspace): SlopeChanges & InMemory {
  const slopeChanges = room(count, workspace);
  for (let column = 0; column < count; column++) set(slopeChanges, column, column, column, 1);
  return recorded(workspace, 'SlopeChanges', slopeChanges);
}

/** Changes of slope in a workspace. */
export function copied({ columns, receivers, factors }: SlopeChanges, workspace: Workspace): SlopeChanges & InMemory {
  const copy = room(columns.length, workspace);
  copy.columns.set(columns);
  copy.receivers.set(receivers);
  copy.factors.set(factors);
  return recorded(workspace, 'SlopeChanges', copy);
}

function room(count: number, memory: Memory): SlopeChanges {
  return { columns: memory.int32(count), receivers: memory.int32(count), factors: memory.float64(count) };
}

function set(
  { columns, receivers, factors }: SlopeChanges,
  i: number,
  column: number,
  receiver: number,
  factor: number,
): void {
  columns[i] = column;
  receivers[i] = receiver;
  factors[i] = factor;
}
