import type { InMemory } from './records.ts';

/** Point masses of measures, one measure after the other, and how far a line has passed them. */
export interface PointMasses extends InMemory {
  readonly measures: number;
  /** That are written for each alpha, as many as there are measures or more. */
  readonly lanes: number;
  /** Of each measure ascending, with Infinity at its end. */
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
  /** For each measure the next, and the sum of those before. */
  readonly next: Int32Array;
  readonly passed: Float64Array;
}

/** For each input what integrals are compared with, how much it counts, and what they are mixed with. */
export interface References extends InMemory {
  readonly count: number;
  readonly reference: Float32Array;
  readonly weights: Float32Array;
  readonly others: Float32Array;
}
