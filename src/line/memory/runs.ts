import type { Memory } from './memory.ts';
import { recorded, type InMemory } from './records.ts';

/** Units and what changes there. */
export interface Entries extends InMemory {
  readonly units: Int32Array;
  readonly changes: Float64Array;
}

/** Room for so many entries. */
export function entriesFor(count: number, memory: Memory): Entries {
  return recorded(memory, 'Entries', { units: memory.int32(count), changes: memory.float64(count) });
}

/** A vector of which few runs of `width` entries were touched, `touched[0 .. count]`; the others are 0. */
export interface Runs extends InMemory {
  readonly width: number;
  readonly values: Float64Array;
  readonly touched: Int32Array;
  count: number;
  /** For each run 1 if it is touched. */
  readonly marked: Int32Array;
}
