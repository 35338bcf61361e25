import { transposed, type TiledMatrix } from '../network/index.ts';
import { theLine, type LineGraph, type LineNode } from './graph.ts';
import type { Kernels, Live, LiveColumns, Workspace } from './kernels/index.ts';
import type { Restriction } from './restriction.ts';
import type { Scope } from './scope.ts';

/** If more than this share of a node's units is live, all of them are followed. */
const worthwhile = 3 / 4;
/** Weights of a matrix in its live rows, at most: those of live columns are kept, 8 bytes each. */
const mostWeights = 2 ** 23;

/**
 * Of the nodes that an adjoint sweep follows, those of which it needs live units only: elementwise activations that are flat for
 * most units on the whole line, and the linear nodes that nothing but these take.
 */
export function liveUnits(restriction: Restriction, { nodes }: LineGraph, { followed, outputSlots, inputSlots }: Scope): (Live | undefined)[] {
  const consumers = nodes.map((): number[] => []);
  nodes.forEach(({ inputs }, node) => { for (const input of inputs) if (input !== theLine) consumers[input].push(node); });
  const lives: (Live | undefined)[] = nodes.map(() => undefined);
  nodes.forEach(({ operation, inputs: [source], size }, node) => {
    if (!followed[node] || operation.family !== 'elementwise' || outputSlots[node] >= 0 || inputSlots[node] >= 0) return;
    if (source === theLine || !followed[source] || nodes[source].operation.family !== 'linear' || consumers[source].length > 1) return;
    const live = liveAmong(restriction, node, operation.slopes);
    if (live.units.length <= worthwhile * size && consumers[node].every((consumer) => fits(nodes[consumer], node, live))) lives[node] = lives[source] = live;
  });
  return lives;
}

function liveAmong({ pieces, crossings }: Restriction, node: number, slopes: ArrayLike<number>): Live {
  const begun = pieces[node];
  const isLive = new Uint8Array(begun.length);
  for (let unit = 0; unit < begun.length; unit++) if (slopes[begun[unit]] !== 0) isLive[unit] = 1;
  const { nodes, units: crossing } = crossings;
  for (let i = 0; i < nodes.length; i++) if (nodes[i] === node) isLive[crossing[i]] = 1;
  const units = new Int32Array(begun.length);
  const ranks = new Int32Array(begun.length + 1);
  for (let unit = 0; unit < begun.length; unit++) {
    units[ranks[unit]] = unit;
    ranks[unit + 1] = ranks[unit] + isLive[unit];
  }
  return { units: units.subarray(0, ranks[begun.length]), ranks };
}

/** Is there room for what a node takes from the live units of another? */
function fits({ operation, inputs }: LineNode, from: number, live: Live): boolean {
  return operation.family === 'linear' && operation.matrices.every((matrix, i) => inputs[i] !== from || weightsIn(transposed(matrix), live) <= mostWeights);
}

/** Weights of all columns in live rows. */
function weightsIn({ tileRows, tileColumns, starts }: TiledMatrix, { ranks }: Live): number {
  return tileColumns * starts.reduce((sum, start) => sum + ranks[start + tileRows] - ranks[start], 0);
}

/**
 * The live rows of the live columns of a matrix. Live rows that are neighbours among these are in one run, such as those of a row of
 * a convolution's window.
 *
 * @param matrix of the workspace; @param columns undefined if all columns are needed
 */
export function liveColumns(matrix: TiledMatrix, rows: Live, columns: Live | undefined, kernels: Kernels, workspace: Workspace): LiveColumns {
  const { tileRows, tileColumns } = matrix;
  const groups = matrix.columns / tileColumns;
  const pointers = workspace.int32(groups + 1);
  const starts: number[] = [];
  const lengths: number[] = [];
  let size = 0;
  for (let group = 0; group < groups; group++) {
    const needed = columns === undefined ? tileColumns : columns.ranks[(group + 1) * tileColumns] - columns.ranks[group * tileColumns];
    for (let t = matrix.pointers[group]; needed > 0 && t < matrix.pointers[group + 1]; t++) {
      const start = rows.ranks[matrix.starts[t]];
      const length = rows.ranks[matrix.starts[t] + tileRows] - start;
      const last = starts.length - 1;
      if (last >= pointers[group] && starts[last] + lengths[last] === start) lengths[last] += length;
      else if (length > 0) {
        starts.push(start);
        lengths.push(length);
      }
      size += needed * length;
    }
    pointers[group + 1] = starts.length;
  }
  const live = {
    groupColumns: tileColumns,
    pointers,
    starts: copied(starts, workspace),
    lengths: copied(lengths, workspace),
    offsets: workspace.int32(matrix.columns),
    weights: workspace.float64(size),
  };
  const needed = unitsOf(columns, matrix.columns, workspace);
  kernels.pickRows(matrix, { units: copied(rows.units, workspace), ranks: copied(rows.ranks, workspace) }, needed, live);
  return live;
}

/** The live units of a node, or all, in a workspace. */
export function unitsOf(live: Live | undefined, size: number, workspace: Workspace): Int32Array {
  if (live !== undefined) return copied(live.units, workspace);
  const all = workspace.int32(size);
  for (let unit = 0; unit < size; unit++) all[unit] = unit;
  return all;
}

function copied(numbers: ArrayLike<number>, workspace: Workspace): Int32Array {
  const copy = workspace.int32(numbers.length);
  copy.set(numbers);
  return copy;
}
