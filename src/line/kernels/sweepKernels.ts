import type {
  ChordDeviations,
  Entries,
  HeldMatrix,
  InMemory,
  KinkGroups,
  Kinks,
  SelectedUnits,
  CompactedColumns,
  Numbers,
  SlopeChanges,
  PointMasses,
  References,
  Runs,
  UnitState,
  Vectors,
  WeighedAdjointChanges,
  WeighedSlopeChanges,
} from '../memory/index.ts';

/** The inner loops of the sweeps. */
export interface SweepKernels {
  /** `sums += sum_e changes[e] * M[:, units[e]]` over the entries `begin <= e < end`; notes which runs are touched. */
  addColumns(matrix: HeldMatrix | CompactedColumns, entries: Entries, begin: number, end: number, sums: Runs): void;

  /**
   * Copies the weights of selected rows of the first `count` columns, one column after the other, and notes where each
   * begins.
   */
  pickRows(matrix: HeldMatrix, rows: SelectedUnits, columns: Int32Array, count: number, to: CompactedColumns): void;

  /**
   * Passes groups of kinks through a matrix, at the places `from <= place < to` of the source's order, as long as none
   * lies after `until` and there is room for all rows. Groups at the same alpha become one; one at `until` stays in the
   * sums, for what other sources have there. Returns the place of the next group.
   */
  passKinks(passing: Passing, source: Kinks, from: number, to: number, until: number): number;

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
  applyKinks(state: UnitState, source: KinkGroups, out: Kinks | undefined): number;

  /**
   * Copies groups of kinks of width 1, at the places `from <= place < to` of their order, to the deviations, and sums
   * up how far the inputs that they change deviate from straight lines, from `since` up to the last of them.
   */
  boundDeviations(source: Kinks, from: number, to: number, since: number, deviations: ChordDeviations): void;

  /**
   * Moves the units behind a matrix, a single run, straight on to where deviations end, if a bound on those says that
   * they stay in their pieces, and if the slope of their piece is 0 or active ones may go; lists the others, and
   * returns their number. Tiles begin at even rows.
   *
   * @param active are active units listed too?
   */
  skipStable(matrix: HeldMatrix, deviations: ChordDeviations, state: UnitState, active: boolean): number;

  /**
   * Follows the first `count` units that deviations list from kink to kink, from where `state.progress` stands: eight
   * of them through all kinks, then the next. After a kink at which units crossed or came to rest they are listed in
   * the state, and their number is returned; 0 at the end. What a group of kinks makes pass the activation goes to
   * `deviations.passed`, if anything is to: at the group's place a number for each listed unit; of groups at the same
   * alpha it is at the place of the last.
   */
  stepThroughKinks(
    matrix: HeldMatrix,
    deviations: ChordDeviations,
    count: number,
    state: UnitState,
    passes: boolean,
  ): number;

  /**
   * Looks for units that are beyond a threshold at an alpha, from the run `state.progress[0]` on, and lists those of
   * one run likewise.
   */
  findCrossings(state: UnitState, alpha: number): number;

  /**
   * Takes changes of the adjoint of an activation's output, in the touched runs, on to its input: `adjoint += change`
   * and `input += pieceSlope * change`; the marks are taken away.
   */
  backpropActivation(changes: Runs, adjoint: Float64Array, pieceSlopes: Float64Array, input: Float64Array): void;

  /**
   * Takes the groups `begin .. end` of changes of the adjoint into moments: `moment -= change * mass` in each lane of
   * its slot.
   */
  subtractMoments(changes: WeighedAdjointChanges, begin: number, end: number, moments: Vectors): void;

  /**
   * Takes changes of slope one after the other, and before each the groups of changes that come before it, from `group`
   * on; returns the group that is next. With `g = M[:, column] . moments` in each lane, of which the first is the
   * adjoint, `into[receiver] += factor * (g + g[0] * mass)`, and `adjoints += g[0]`.
   */
  integrateSlopeChanges(
    matrix: HeldMatrix,
    slopeChanges: WeighedSlopeChanges,
    changes: WeighedAdjointChanges,
    group: number,
    moments: Vectors,
    into: Numbers,
  ): number;

  /** `into[receiver] += factor * M[:, column] . vectors` in each lane, for the first `count` changes of slope. */
  pull(matrix: HeldMatrix, slopeChanges: SlopeChanges & InMemory, count: number, vectors: Vectors, into: Numbers): void;

  /** `into[column] += M[:, column] . vector` for the first `count` of some columns, none of which stands twice. */
  dotColumns(
    matrix: HeldMatrix | CompactedColumns,
    columns: Int32Array,
    count: number,
    vector: Float64Array,
    into: Float64Array,
  ): void;

  /**
   * Writes the point masses of measures before the alphas `begin .. end`, a lane for each measure, one alpha after the
   * other. Alphas never decrease, also from call to call; nodes less than `near` before one count as on it, and so not
   * yet.
   */
  weigh(points: PointMasses, alphas: Float64Array, begin: number, end: number, near: number, into: Numbers): void;

  /**
   * `sums += sum_i weights[i] * |integrals[i] + shares * others[i] - reference[i]|` in single lanes, for each of so
   * many rows of shares.
   */
  sumErrors(
    integrals: Float32Array,
    references: References,
    shares: Float32Array,
    rows: number,
    sums: Float64Array,
  ): void;
}

/** What kinks are passed through, and where to. */
export interface Passing extends InMemory {
  readonly matrix: HeldMatrix | CompactedColumns;
  /** Room for a group unit by unit, if a source has runs. */
  readonly single: Entries;
  readonly sums: Runs;
  readonly out: Kinks;
}
