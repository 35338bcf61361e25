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

  /**
   * Takes all entries that are not 0 out of the touched runs of a vector, and the marks; returns their number. They are
   * written to `out` from `at` on, with units that count from `first`.
   */
  takeEntries(runs: Runs, out: Entries, at: number, first: number): number;

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

  /** Takes the groups `begin .. end` of changes of the adjoint into moments: `moment -= change * mass` in each lane of its slot. */
  subtractMoments(changes: WeighedChanges, begin: number, end: number, moments: Vectors): void;

  /**
   * Takes passages one after the other, and before each the groups of changes that come before it, from `group` on; returns
   * the group that is next. With `g = M[:, column] . moments` in each lane, of which the first is the adjoint,
   * `into[target] += factor * (g + g[0] * mass)`, and `adjoints += g[0]`.
   */
  pass(matrix: TiledMatrix, passages: WeighedPassages, changes: WeighedChanges, group: number, moments: Vectors, into: Float64Array): number;

  /** `into[target] += factor * M[:, column] . vectors` in each lane, for the first `count` passages. */
  pull(matrix: TiledMatrix, passages: Passages, count: number, vectors: Vectors, into: Float64Array): void;
}

/** Numbers of units, `lanes` side by side for each; those of the unit `first` meet a matrix's first row. */
export interface Vectors {
  readonly lanes: typeof fewLanes | typeof manyLanes;
  readonly numbers: Float64Array;
  readonly first: number;
}

/** Lanes that vectors may have. */
export const fewLanes = 2;
export const manyLanes = 8;

/** Groups of changes, with the mass before each in each lane. */
export interface WeighedChanges extends Entries {
  /** Group g has the entries `starts[g] .. starts[g + 1]`. */
  readonly starts: Int32Array;
  readonly masses: Float64Array;
}

/** Columns of a matrix, the units to which their products go, and how much of them. */
export interface Passages {
  readonly columns: Int32Array;
  readonly targets: Int32Array;
  readonly factors: Float64Array;
}

/** The passages `begin .. end` along a line, with the mass before each, from that of `begin` on, in each lane. */
export interface WeighedPassages extends Passages {
  readonly begin: number;
  readonly end: number;
  /** How many groups of changes come before each. */
  readonly groups: Int32Array;
  readonly masses: Float64Array;
  readonly adjoints: Float64Array;
}

/** Units and what changes there. */
export interface Entries {
  readonly units: Int32Array;
  readonly changes: Float64Array;
}

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
