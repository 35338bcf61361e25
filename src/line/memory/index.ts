/** Arrays of one computation, and what stands in them. */
export { ascending } from './ascending.ts';
export { Departures } from './departures.ts';
export { Kinks, type KinkGroups } from './kinks.ts';
export type { Numbers, Vectors } from './lanes.ts';
export { fewLanes, leapMargin, leastRounding, manyLanes, relativeRounding, singleLanes, together } from './layout.ts';
export { Live, type HeldMatrix, type LiveColumns } from './liveColumns.ts';
export type { PointMasses, References } from './masses.ts';
export { counted, heap, type Memory, type Slots } from './memory.ts';
export type { Passages, WeighedChanges, WeighedPassages } from './passages.ts';
export { MemoryRecord, placesOf, recorded, records, type Fields, type InMemory } from './records.ts';
export { entriesFor, type Entries, type Runs } from './runs.ts';
export {
  copyNumbers,
  field,
  fillNumbers,
  gatheredRounding,
  initialRounding,
  numbersOf,
  Progress,
  setGain,
  unitState,
  type UnitState,
} from './unitState.ts';
