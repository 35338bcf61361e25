import { slopeOf, type LineGraph, type LineNode } from '../graph/index.ts';
import { heap, recorded, type InMemory, type Memory, type Passages } from '../memory/index.ts';
import type { Restriction } from '../forward/index.ts';
import type { Workspace } from '../kernels/index.ts';

/** What first activations hand back where they cross, by ascending alpha, and where the line ends. */
export interface LinePassages extends Passages {
  readonly alphas: Float64Array;
  readonly nodes: Int32Array;
  /** The crossing that each belongs to. */
  readonly crossings: Int32Array;
  /** Per node what its units hand back through the pieces that last to alpha = 1; none but of first activations. */
  readonly last: readonly Passages[];
}

/**
 * At a crossing a unit has received its part of the integral up to there through the piece that it leaves, and goes on
 * through the one that it enters: the part counts by how much the slope falls. A maximum hands it to one candidate, and
 * takes it from the other.
 */
export function passagesAlong({ crossings, pieces: begun }: Restriction, graph: LineGraph): LinePassages {
  const { alphas, nodes, units, pieces: entered } = crossings;
  const each = graph.nodes.map(({ stage, operation }) =>
    stage !== 'first' ? 0 : operation.family === 'maximum' ? 2 : 1,
  );
  const pieces = begun.map((of, node) => (each[node] === 0 ? of : of.slice()));
  let count = 0;
  for (let crossing = 0; crossing < nodes.length; crossing++) count += each[nodes[crossing]];
  const passages = {
    ...room(count, heap),
    alphas: new Float64Array(count),
    nodes: new Int32Array(count),
    crossings: new Int32Array(count),
  };
  let at = 0;
  const add = (crossing: number, target: number, factor: number): void => {
    passages.alphas[at] = alphas[crossing];
    passages.nodes[at] = nodes[crossing];
    passages.crossings[at] = crossing;
    set(passages, at++, units[crossing], target, factor);
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
  return { ...passages, last: graph.nodes.map((node, i) => lastPassages(node, pieces[i])) };
}

function lastPassages({ operation, size, stage }: LineNode, pieces: Int32Array): Passages {
  const passages = room(stage === 'first' ? size : 0, heap);
  let count = 0;
  for (let unit = 0; unit < passages.columns.length; unit++) {
    const elementwise = operation.family === 'elementwise';
    const slope = elementwise ? slopeOf(operation, pieces[unit]) : 1;
    if (slope !== 0) set(passages, count++, unit, elementwise ? unit : pieces[unit], slope);
  }
  const { columns, targets, factors } = passages;
  return {
    columns: columns.subarray(0, count),
    targets: targets.subarray(0, count),
    factors: factors.subarray(0, count),
  };
}

/** All columns of a matrix, each to the unit of its own number. */
export function allColumns(count: number, workspace: Workspace): Passages & InMemory {
  const passages = room(count, workspace);
  for (let column = 0; column < count; column++) set(passages, column, column, column, 1);
  return recorded(workspace, 'Passages', passages);
}

/** Passages in a workspace. */
export function copied({ columns, targets, factors }: Passages, workspace: Workspace): Passages & InMemory {
  const copy = room(columns.length, workspace);
  copy.columns.set(columns);
  copy.targets.set(targets);
  copy.factors.set(factors);
  return recorded(workspace, 'Passages', copy);
}

function room(count: number, memory: Memory): Passages {
  return { columns: memory.int32(count), targets: memory.int32(count), factors: memory.float64(count) };
}

function set({ columns, targets, factors }: Passages, i: number, column: number, target: number, factor: number): void {
  columns[i] = column;
  targets[i] = target;
  factors[i] = factor;
}
