import type { TiledMatrix } from '../../network/index.ts';
import type { KinkGroups, Kinks } from '../kinks.ts';
import type { UnitState } from './unitState.ts';

/** Makes arrays of zeros. */
export interface Memory {
  float64(length: number): Float64Array;
  float32(length: number): Float32Array;
  int32(length: number): Int32Array;
}

/** Arrays for one computation; they are lost when the next workspace is opened. */
export interface Workspace extends Memory {
  /** A matrix where the kernels can read it; those that the workspace was opened for are there already. */
  matrix(matrix: TiledMatrix): TiledMatrix;
}

/**
 * The inner loops of the sweeps. There are two of them that give the same results to the bit, in float32 to rounding:
 * plain TypeScript on any arrays, and WebAssembly on its own memory, so that all arrays come from a workspace.
 */
export interface Kernels {
  readonly name: string;

  /** @param matrices that are used */
  open(matrices: Iterable<TiledMatrix>): Workspace;

  /**
   * `sums += sum_e changes[e] * M[:, units[e]]` over the entries `begin <= e < end`; returns how many runs are touched
   * then.
   */
  addColumns(
    matrix: TiledMatrix | LiveColumns,
    units: Int32Array,
    changes: Float64Array,
    begin: number,
    end: number,
    sums: Runs,
  ): number;

  /** Copies the weights of live rows of some columns, one column after the other, and notes where each begins. */
  pickRows(matrix: TiledMatrix, rows: Live, columns: Int32Array, to: LiveColumns): void;

  /**
   * Passes groups of kinks through a matrix, at the places `from <= place < to` of the source's order, as long as none
   * lies after `until` and `out` has room for all rows. Groups at the same alpha become one; one at `until` stays in
   * the sums, for what other sources have there. Returns the place of the next group.
   *
   * @param single room for a group unit by unit
   */
  passKinks(
    matrix: TiledMatrix | LiveColumns,
    source: Kinks,
    from: number,
    to: number,
    until: number,
    single: Entries,
    sums: Runs,
    out: Kinks,
  ): number;

  /**
   * Takes all entries that are not 0 out of the touched runs of a vector, and the marks; returns their number. They are
   * written to `out` from `at` on, with `first` and the unit's number.
   */
  takeEntries(runs: Runs, numbers: Int32Array, out: Entries, at: number, first: number): number;

  /**
   * Touches units by groups of kinks, from where `state.progress` stands: each unit is brought to where the group is,
   * and its slope changed. What passes the activation goes to `out`, if that is given, with room for the whole group.
   * After a run in which units crossed or came to rest they are listed in the state, and their number is returned;
   * 0 where no groups are left, or no room.
   */
  touch(state: UnitState, source: KinkGroups, out: Kinks | undefined): number;

  /**
   * Copies groups of kinks of width 1, at the places `from <= place < to` of their order, to the departures, and sums
   * up how far the inputs that they change depart from straight lines, from `since` up to the last of them.
   */
  depart(source: Kinks, from: number, to: number, since: number, departures: Departures): void;

  /**
   * Moves the units behind a matrix, a single run, straight on to where departures end, if a bound on those says that
   * they stay in their pieces, and if their gain is 0 or active ones may go; lists the others, and returns their
   * number. Tiles begin at even rows.
   *
   * @param active are active units listed too?
   */
  leap(matrix: TiledMatrix, departures: Departures, state: UnitState, active: boolean): number;

  /**
   * Follows the first `count` units that departures list from kink to kink, from where `state.progress` stands: eight
   * of them through all kinks, then the next. After a kink at which units crossed or came to rest they are listed in
   * the state, and their number is returned; 0 at the end. What a group of kinks makes pass the activation goes to
   * `passed`, if that is given: at the group's place a number for each listed unit; of groups at the same alpha it is
   * at the place of the last.
   */
  follow(
    matrix: TiledMatrix,
    departures: Departures,
    count: number,
    state: UnitState,
    passed: Float64Array | undefined,
  ): number;

  /**
   * Looks for units that are beyond a threshold at an alpha, from the run `state.progress[0]` on, and lists those of
   * one run likewise.
   */
  look(state: UnitState, alpha: number): number;

  /**
   * Takes changes of the adjoint of an activation's output, in the touched runs, on to its input: `adjoint += change`
   * and `input += gain * change`; the marks are taken away.
   */
  gate(changes: Runs, adjoint: Float64Array, gains: Float64Array, input: Float64Array): void;

  /**
   * Takes the groups `begin .. end` of changes of the adjoint into moments: `moment -= change * mass` in each lane of
   * its slot.
   */
  subtractMoments(changes: WeighedChanges, begin: number, end: number, moments: Vectors): void;

  /**
   * Takes passages one after the other, and before each the groups of changes that come before it, from `group` on;
   * returns the group that is next. With `g = M[:, column] . moments` in each lane, of which the first is the adjoint,
   * `into[target] += factor * (g + g[0] * mass)`, and `adjoints += g[0]`.
   */
  pass(
    matrix: TiledMatrix,
    passages: WeighedPassages,
    changes: WeighedChanges,
    group: number,
    moments: Vectors,
    into: Numbers,
  ): number;

  /** `into[target] += factor * M[:, column] . vectors` in each lane, for the first `count` passages. */
  pull(matrix: TiledMatrix, passages: Passages, count: number, vectors: Vectors, into: Numbers): void;

  /**
   * Writes the point masses of measures before the alphas `begin .. end`, a lane for each measure, one alpha after the
   * other. Alphas never decrease, also from call to call; nodes less than `near` before one count as on it, and so not
   * yet.
   */
  weigh(
    points: PointMasses,
    alphas: Float64Array,
    begin: number,
    end: number,
    near: number,
    lanes: number,
    into: Numbers,
  ): void;

  /**
   * `sums += sum_i weights[i] * |integrals[i] + shares * others[i] - reference[i]|` in single lanes, for each row of
   * shares.
   */
  deviate(integrals: Float32Array, references: References, shares: Float32Array, sums: Float64Array): void;
}

/**
 * Float64, or float32 in single lanes: what is added up there is rounded where it is kept, in WebAssembly also on the
 * way.
 */
export type Numbers = Float64Array | Float32Array;

/** Numbers of units, `lanes` side by side for each; those of the unit `first` meet a matrix's first row. */
export interface Vectors {
  readonly lanes: typeof fewLanes | typeof manyLanes | typeof singleLanes;
  readonly numbers: Numbers;
  readonly first: number;
}

/** Lanes that vectors may have. */
export const fewLanes = 2;
export const manyLanes = 8;
/** Those of float32; they take as many bytes as many lanes of float64. */
export const singleLanes = 16;

/** Groups of changes, with the mass before each in each lane. */
export interface WeighedChanges extends Entries {
  /** Group g has the entries `starts[g] .. starts[g + 1]`. */
  readonly starts: Int32Array;
  readonly masses: Numbers;
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
  readonly masses: Numbers;
  readonly adjoints: Float64Array;
}

/** Point masses of measures, one measure after the other, and how far a line has passed them. */
export interface PointMasses {
  /** Of each measure ascending, with Infinity at its end. */
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
  /** For each measure the next, and the sum of those before. */
  readonly next: Int32Array;
  readonly passed: Float64Array;
}

/** For each input what integrals are compared with, how much it counts, and what they are mixed with. */
export interface References {
  readonly reference: Float32Array;
  readonly weights: Float32Array;
  readonly others: Float32Array;
}

/** Units and what changes there. */
export interface Entries {
  readonly units: Int32Array;
  readonly changes: Float64Array;
}

/** Units of a node that let an adjoint pass somewhere on the line. */
export interface Live {
  /** Ascending. */
  readonly units: Int32Array;
  /** For each unit of the node how many live ones come before it, and at last how many there are. */
  readonly ranks: Int32Array;
}

/**
 * Columns of a matrix of which only live rows are kept, and count. Groups of successive columns have the same rows:
 * group `g` has the runs `pointers[g] .. pointers[g + 1]`, of `lengths` rows from `starts` on. The weights of column
 * `c`, in all its runs one after the other, are at `offsets[c]`.
 */
export interface LiveColumns {
  /** Columns in a group. */
  readonly tileColumns: number;
  readonly pointers: Int32Array;
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  readonly offsets: Int32Array;
  readonly weights: Float64Array;
}

/** A vector of which few runs of `width` entries were touched, `touched[0 .. count]`; the others are 0. */
export interface Runs {
  readonly width: number;
  readonly values: Float64Array;
  readonly touched: Int32Array;
  count: number;
  /** For each run 1 if it is touched. */
  readonly marked: Int32Array;
}

/** Inputs of a layer that depart from straight lines over a stretch of the line, and what is made of them. */
export interface Departures {
  /** How many they are. */
  count: number;
  readonly units: Int32Array;
  /**
   * Of each of them: how far off the straight line it is at the end, in value and in slope; and how far off the chord,
   * which leads to where it is then, in between: the middle of the least and the most, and half of what lies between
   * them.
   */
  readonly numbers: Float64Array;
  /** For each input 1 more than its index among them, 0 between calls. */
  readonly places: Int32Array;
  /** The kinks of the stretch; their units are indices. There is room for all. */
  readonly kinks: Kinks;
  /** For each kink how far off the straight line its input is there. There is room for all. */
  values: Float64Array;
  /**
   * For each unit behind the layer the sums of these four numbers, by weights and by absolute weights the last; those
   * of two units stand together.
   */
  readonly sums: Float64Array;
  /** The units that may leave their pieces. There is room for one more. */
  readonly listed: Int32Array;
  /** Room for eight of them, with a weight for each input. */
  readonly few: Float64Array;
  /** Room for what the listed units let pass. */
  passed: Float64Array;
}
