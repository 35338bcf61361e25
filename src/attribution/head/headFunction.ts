import type { Reading, Readings } from './readings.ts';

/** A smooth function of the frontier. */
export interface HeadFunction {
  /** Its value; the gradient is written, and what its layers read. */
  at(z: Float64Array, gradient: Float64Array, reading?: Reading): number;
  /** What it takes, beside what it takes for each component. */
  readonly multiplications?: number;
  /** Absent where nothing hides between nodes. */
  readonly readings?: Readings;
  /** What rounding may make of its value at a point; absent if that is what it makes of any number of its size. */
  rounding?(z: Float64Array): number;
  /**
   * What it makes of each component of the gradient, which is at hand, by the sizes of the terms of `z`; absent if
   * nothing that matters.
   */
  noise?(z: Float64Array, gradient: Float64Array, sizes: Float64Array): Float64Array;
}
