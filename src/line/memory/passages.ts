import type { Numbers } from './lanes.ts';
import type { InMemory } from './records.ts';
import type { Entries } from './runs.ts';

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
export interface WeighedPassages extends Passages, InMemory {
  begin: number;
  end: number;
  /** How many groups of changes come before each. */
  readonly groups: Int32Array;
  readonly masses: Numbers;
  readonly adjoints: Float64Array;
}
