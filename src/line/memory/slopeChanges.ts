import type { Numbers } from './lanes.ts';
import type { InMemory } from './records.ts';
import type { Entries } from './runs.ts';

/** Groups of changes, with the mass before each in each lane. */
export interface WeighedAdjointChanges extends Entries {
  /** Group g has the entries `starts[g] .. starts[g + 1]`. */
  readonly starts: Int32Array;
  readonly masses: Numbers;
}

/** Columns of a matrix, the units to which their products go, and how much of them. */
export interface SlopeChanges {
  readonly columns: Int32Array;
  readonly receivers: Int32Array;
  readonly factors: Float64Array;
}

/**
 * The changes of slope `begin .. end` along a line, with the mass before each, from that of `begin` on, in each lane.
 */
export interface WeighedSlopeChanges extends SlopeChanges, InMemory {
  begin: number;
  end: number;
  /** How many groups of changes come before each. */
  readonly groups: Int32Array;
  readonly masses: Numbers;
  readonly adjoints: Float64Array;
}
