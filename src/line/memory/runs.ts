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
  count: number;
  /** For each run 1 if it is touched. */
  readonly marked: Int32Array;
}
