/** Arrays of one computation, and what stands in them. */
export { ascending } from './ascending.ts';
export { ChordDeviations } from './chordDeviations.ts';
export type { KinkGroups } from './kinkGroups.ts';
export { Kinks } from './kinks.ts';
export type { Numbers, Vectors } from './lanes.ts';
export {
  fewLanes,
  gradientRounding,
  leastNumber,
  leastRounding,
  leastShare,
  manyLanes,
  mostRounding,
  relativeRounding,
  singleLanes,
  stableMargin,
  together,
  vectorsAtATime,
} from './layout.ts';
export { SelectedUnits, type HeldMatrix, type CompactedColumns } from './compactedColumns.ts';
export type { PointMasses, References } from './masses.ts';
export { counted, heap, type Memory, type Slots } from './memory.ts';
export type { SlopeChanges, WeighedAdjointChanges, WeighedSlopeChanges } from './slopeChanges.ts';
export { records } from './recordList.ts';
export { MemoryRecord, placesOf, recorded, type Fields, type InMemory } from './records.ts';
export { Samples, type Way } from './samples.ts';
export { entriesFor, type Entries, type Runs } from './runs.ts';
export {
  copyNumbers,
  field,
  fillNumbers,
  gatheredRounding,
  initialRounding,
  numbersOf,
  Progress,
  setPieceSlope,
  unitState,
  type UnitState,
} from './unitState.ts';
