/** Arrays of one computation, and what stands in them. */
export { ascending } from './ascending.ts';
export { departuresOf, makeRoom, type Departures } from './departures.ts';
export { Kinks, type KinkGroups } from './kinks.ts';
export { fewLanes, manyLanes, singleLanes, type Numbers, type Vectors } from './lanes.ts';
export { ranked, type Live, type LiveColumns } from './liveColumns.ts';
export type { PointMasses, References } from './masses.ts';
export { counted, heap, type Memory } from './memory.ts';
export type { Passages, WeighedChanges, WeighedPassages } from './passages.ts';
export type { Entries, Runs } from './runs.ts';
export {
  copyNumbers,
  field,
  fillNumbers,
  gatheredRounding,
  leastRounding,
  numbersOf,
  Progress,
  relativeRounding,
  setGain,
  together,
  unitState,
  type UnitState,
} from './unitState.ts';
