import { fieldSize, pairSize, relativeRounding } from './layout.ts';
import type { Memory } from './memory.ts';
import { recorded, type InMemory } from './records.ts';

/** Units of an activation in runs of `width`; what is known of each is where its run was last touched. */
export interface UnitState extends InMemory {
  readonly width: number;
  readonly runs: number;
  /** What is known of two units of a run stands together, field by field; see `numbersOf`. */
  readonly numbers: Float64Array;
  /** What the units are called in what they pass on, if not as here. */
  readonly names?: Int32Array;
  /** Where each run was last touched. */
  readonly touchedAt: Float64Array;
  /**
   * Of each run, from its first unit on, the active units, whose piece has a slope other than 0, in any order; and how
   * many they are.
   */
  readonly active: Int32Array;
  readonly activeCounts: Int32Array;
  /** How far the block has come, by the indices of `Progress`. */
  readonly progress: Int32Array;
  /** The units that are listed. */
  readonly list: Int32Array;
  /**
   * Of each of them its value and slope where it was touched before, where that was, and the change of slope that is
   * still to pass on.
   */
  readonly before: Float64Array;
}

/** What is known of a unit: where that stands behind its value. */
export const field = {
  slope: fieldSize,
  /** The largest `|value| + |slope|` it has had, or up to twice that: what rounding is measured by. */
  magnitude: 2 * fieldSize,
  /** The thresholds of its piece, moved outwards by rounding: how far beyond them a unit must be to have crossed. */
  low: 3 * fieldSize,
  high: 4 * fieldSize,
  /** The slope of its piece. */
  pieceSlope: 5 * fieldSize,
} as const;

/**
 * What `UnitState.progress` says: the place of the current group in the order, its runs that are done, where what it
 * passes on ends. Where listed units step through kinks: the place of the next group, and the units that
 * are done.
 */
export const Progress = { next: 0, done: 1, end: 2 } as const;

/** The state of units that are all at alpha = 0; the numbers are to be filled in. */
export function unitState(memory: Memory, size: number, width: number): UnitState {
  const state = recorded(memory, 'UnitState', {
    width,
    runs: size / width,
    numbers: memory.float64((size / width) * Math.ceil(width / 2) * pairSize),
    touchedAt: memory.float64(size / width),
    active: memory.int32(size),
    activeCounts: memory.int32(size / width),
    progress: memory.int32(3),
    list: memory.int32(width + 1),
    before: memory.float64(4 * width),
  });
  // A run of odd width ends with half a pair.
  for (let end = width - 1; width % 2 === 1 && end < size; end += width)
    fillNumbers(state.numbers, numbersOf(width, end) + 1);
  return state;
}

/** Makes the numbers at a place those of a unit that is not there: nothing happens to it. */
export function fillNumbers(numbers: Float64Array, at: number): void {
  for (let of = 0; of < pairSize; of += fieldSize) numbers[at + of] = 0;
  numbers[at + field.low] = -Infinity;
  numbers[at + field.high] = Infinity;
}

/** Copies the numbers of a unit from a place to another. */
export function copyNumbers(from: Float64Array, at: number, to: Float64Array, place: number): void {
  for (let of = 0; of < pairSize; of += fieldSize) to[place + of] = from[at + of];
}

/** Where the numbers of a unit begin, in runs of a width; a run of odd width ends with half a pair. */
export function numbersOf(width: number, unit: number): number {
  if (width % 2 === 0) return (unit >> 1) * pairSize + (unit & 1);
  const within = unit % width;
  return (((unit - within) / width) * Math.ceil(width / 2) + (within >> 1)) * pairSize + (within & 1);
}

/** Changes the slope of a unit's piece, whose numbers begin at `at`, and keeps the active units. */
export function setPieceSlope(
  { width, numbers, active, activeCounts }: UnitState,
  unit: number,
  at: number,
  pieceSlope: number,
): void {
  const before = numbers[at + field.pieceSlope];
  numbers[at + field.pieceSlope] = pieceSlope;
  if ((before === 0) === (pieceSlope === 0)) return;
  const run = Math.floor(unit / width);
  if (before === 0) {
    active[run * width + activeCounts[run]++] = unit;
  } else {
    active[active.indexOf(unit, run * width)] = active[run * width + --activeCounts[run]];
  }
}

/** The errors of n sums add up like a random walk, by its root: eight times that, of 2^-52 for each. */
export function gatheredRounding(sums: number): number {
  return Math.min(relativeRounding, 2 ** -49 * (1 + Math.sqrt(sums)));
}

/** Of units that no kink has touched. */
export const initialRounding = gatheredRounding(0);
