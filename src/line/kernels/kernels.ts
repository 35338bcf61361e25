import type { TiledMatrix } from '../../network/index.ts';
import type { Kinks } from '../kinks.ts';

/** Makes arrays of zeros. */
export interface Memory {
  float64(length: number): Float64Array;
  int32(length: number): Int32Array;
}

/** Arrays for one computation; they are lost when the next workspace is opened. */
export interface Workspace extends Memory {
  /** A matrix where the kernels can read it; those that the workspace was opened for are there already. */
  matrix(matrix: TiledMatrix): TiledMatrix;
}

/**
 * The inner loops of the sweeps. There are two of them that give the same results to the bit: plain TypeScript on
 * any arrays, and WebAssembly on its own memory, so that all arrays come from a workspace.
 */
export interface Kernels {
  readonly name: string;

  /** @param matrices that are used */
  open(matrices: Iterable<TiledMatrix>): Workspace;

  /** `sums += sum_e changes[e] * M[:, units[e]]` over the entries `begin <= e < end`; returns how many runs are touched then. */
  addColumns(matrix: TiledMatrix, units: Int32Array, changes: Float64Array, begin: number, end: number, sums: Runs): number;

  /** Moves the touched runs of a vector to `out` from the run `at` on; they are 0 then, and not marked. */
  takeRuns(runs: Runs, out: Kinks, at: number): void;

  /** Takes all entries that are not 0 out of the touched runs of a vector, and the marks; returns their number. */
  takeEntries(runs: Runs, units: Int32Array, values: Float64Array): number;

  /**
   * Brings the units of a group of kinks to where the group is and changes their slopes. What passes the activation is
   * written to `out` from `at` on; its number is returned. Units that come to rest are listed, after their number.
   */
  apply(state: UnitState, source: Kinks, group: number, out: Kinks, at: number): number;

  /** The same if no unit is beyond a threshold there, to rounding; otherwise lists those that are, and returns minus their number. */
  touch(state: UnitState, source: Kinks, group: number, out: Kinks, at: number): number;

  /**
   * Takes changes of the adjoint of an activation's output, in the touched runs, on to its input: `adjoint += change` and
   * `input += gain * change`; the marks are taken away.
   */
  gate(changes: Runs, adjoint: Float64Array, gains: Float64Array, input: Float64Array): void;

  /** `vector . M[:, column]`, with the vector's entry `first` at the matrix's first row. */
  dot(matrix: TiledMatrix, column: number, vector: Float64Array, first: number): number;

  /**
   * Takes `masses` times each entry `begin <= e < end` from the numbers of its unit: `together` of them lie side by
   * side for each unit, in `moments`.
   */
  subtractMoments(units: Int32Array, changes: Float64Array, begin: number, end: number, masses: Float64Array, moments: Float64Array): void;

  /**
   * Adds the products of the columns `column .. column + count` of a matrix with `together` vectors to `into`. Numbers of
   * one unit lie side by side; those of the unit `first` meet the matrix's first row.
   */
  pull(matrix: TiledMatrix, column: number, count: number, vectors: Float64Array, first: number, into: Float64Array): void;
}

/** Numbers that are taken together. */
export const together = 8;

/** A vector of which few runs of `width` entries were touched, `touched[0 .. count]`; the others are 0. */
export interface Runs {
  readonly width: number;
  readonly values: Float64Array;
  readonly touched: Int32Array;
  readonly count: number;
  /** For each run 1 if it is touched. */
  readonly marked: Int32Array;
}

/** Units of an activation in runs of `width`; what is known of each is where its run was last touched. */
export interface UnitState {
  readonly width: number;
  readonly values: Float64Array;
  readonly slopes: Float64Array;
  /** How far beyond a threshold a unit must be to have crossed it. */
  readonly rounding: Float64Array;
  /** The threshold below and the one above each unit's piece. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** The slope of each unit's piece. */
  readonly gains: Float64Array;
  /** Where each run was last touched. */
  readonly touchedAt: Float64Array;
  /** Room for one more than the units. */
  readonly list: Int32Array;
}

/** The state of units that are all at alpha = 0; what follows `width` is to be filled in. */
export function unitState(memory: Memory, size: number, width: number): UnitState {
  const numbers = memory.float64(6 * size);
  const part = (index: number): Float64Array => numbers.subarray(index * size, (index + 1) * size);
  return {
    width,
    values: part(0),
    slopes: part(1),
    rounding: part(2),
    lower: part(3),
    upper: part(4),
    gains: part(5),
    touchedAt: memory.float64(size / width),
    list: memory.int32(size + 1),
  };
}

/** Rounding that a unit may gather along the line, relative to the largest values and slopes that it has had. */
export const relativeRounding = 1e-12;
