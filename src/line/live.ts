import { transposed, type Elementwise, type TiledMatrix } from '../network/index.ts';
import { theLine, type LineGraph, type LineNode } from './graph.ts';
import type { Kernels, Live, LiveColumns, Memory } from './kernels/index.ts';
import { slopeOf } from './pieces.ts';
import type { Restriction } from './restriction.ts';
import type { Scope } from './scope.ts';

/** If more than this share of a node's units is live, all of them are followed. */
const worthwhile = 3 / 4;
/** Weights of a matrix in its live rows, at most: those of live columns are kept, 8 bytes each. */
const mostWeights = 2 ** 23;

/**
 * Of the nodes that an adjoint sweep follows, those of which it needs live units only: elementwise activations that are
 * flat for most units on the whole line, and the linear nodes that nothing but these take.
 */
export function liveUnits(
  restriction: Restriction,
  { nodes }: LineGraph,
  { followed, outputSlots, inputSlots }: Scope,
  memory: Memory,
): (Live | undefined)[] {
  const consumers = nodes.map((): number[] => []);
  nodes.forEach(({ inputs }, node) => {
    for (const input of inputs) if (input !== theLine) consumers[input].push(node);
  });
  const lives: (Live | undefined)[] = nodes.map(() => undefined);
  nodes.forEach(({ operation, inputs: [source], size }, node) => {
    if (!followed[node] || operation.family !== 'elementwise' || outputSlots[node] >= 0 || inputSlots[node] >= 0)
      return;
    if (
      source === theLine ||
      !followed[source] ||
      nodes[source].operation.family !== 'linear' ||
      consumers[source].length > 1
    )
      return;
    const live = liveAmong(restriction, node, operation, memory);
    if (
      live.units.length <= worthwhile * size &&
      consumers[node].every((consumer) => fits(nodes[consumer], node, live))
    )
      lives[node] = lives[source] = live;
  });
  return lives;
}

function liveAmong({ pieces, crossings }: Restriction, node: number, operation: Elementwise, memory: Memory): Live {
  const begun = pieces[node];
  const isLive = new Uint8Array(begun.length);
  for (let unit = 0; unit < begun.length; unit++) if (slopeOf(operation, begun[unit]) !== 0) isLive[unit] = 1;
  const { nodes, units: crossing } = crossings;
  for (let i = 0; i < nodes.length; i++) if (nodes[i] === node) isLive[crossing[i]] = 1;
  const units = memory.int32(begun.length);
  let count = 0;
  for (let unit = 0; unit < begun.length; unit++) if (isLive[unit] !== 0) units[count++] = unit;
  return ranked(units.subarray(0, count), memory.int32(begun.length + 1));
}

/** Live units with their ranks, for which there is room. */
export function ranked(units: Int32Array, ranks: Int32Array): Live {
  let rank = 0;
  for (let unit = 0; unit < ranks.length; unit++) {
    ranks[unit] = rank;
    if (rank < units.length && units[rank] === unit) rank++;
  }
  return { units, ranks };
}

/** Is there room for what a node takes from the live units of another? */
function fits({ operation, inputs }: LineNode, from: number, live: Live): boolean {
  return (
    operation.family === 'linear' &&
    operation.matrices.every((matrix, i) => inputs[i] !== from || weightsIn(transposed(matrix), live) <= mostWeights)
  );
}

/** Weights of all columns in live rows. */
function weightsIn({ tileRows, tileColumns, starts }: TiledMatrix, { ranks }: Live): number {
  return tileColumns * starts.reduce((sum, start) => sum + ranks[start + tileRows] - ranks[start], 0);
}

/**
 * Live rows of some columns of a matrix. Live rows that are neighbours among these are in one run, such as those of a
 * row of a convolution's window.
 */
export class LiveMatrix implements LiveColumns {
  readonly tileColumns: number;
  readonly pointers: Int32Array;
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  readonly offsets: Int32Array;
  weights: Float64Array;
  readonly #matrix: TiledMatrix;
  readonly #kernels: Kernels;
  readonly #memory: Memory;

  /** @param matrix of the memory */
  constructor(matrix: TiledMatrix, kernels: Kernels, memory: Memory) {
    this.tileColumns = matrix.tileColumns;
    this.pointers = memory.int32(matrix.pointers.length);
    this.starts = memory.int32(matrix.starts.length);
    this.lengths = memory.int32(matrix.starts.length);
    this.offsets = memory.int32(matrix.columns);
    this.weights = memory.float64(0);
    this.#matrix = matrix;
    this.#kernels = kernels;
    this.#memory = memory;
  }

  /** Takes the live rows of some columns; all is in the memory. */
  pick(rows: Live, columns: Int32Array): void {
    const { pointers, starts, lengths } = this;
    const { tileRows, tileColumns, pointers: tilePointers, starts: tileStarts } = this.#matrix;
    const needed = new Int32Array(pointers.length - 1);
    for (const column of columns) needed[Math.floor(column / tileColumns)]++;
    let [runs, size] = [0, 0];
    for (let group = 0; group < needed.length; group++) {
      for (let t = tilePointers[group]; needed[group] > 0 && t < tilePointers[group + 1]; t++) {
        const start = rows.ranks[tileStarts[t]];
        const length = rows.ranks[tileStarts[t] + tileRows] - start;
        size += needed[group] * length;
        if (runs > pointers[group] && starts[runs - 1] + lengths[runs - 1] === start) lengths[runs - 1] += length;
        else if (length > 0) {
          starts[runs] = start;
          lengths[runs++] = length;
        }
      }
      pointers[group + 1] = runs;
    }
    if (this.weights.length < size) this.weights = this.#memory.float64(Math.max(size, 2 * this.weights.length));
    this.#kernels.pickRows(this.#matrix, rows, columns, this);
  }
}

/** 0, 1, 2, ... in a memory. */
export function counted(count: number, memory: Memory): Int32Array {
  const numbers = memory.int32(count);
  for (let i = 0; i < count; i++) numbers[i] = i;
  return numbers;
}
