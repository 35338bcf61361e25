/** What is known of units, and the list of those that cross or come to rest. */

import { fieldSize, leastRounding, pairSize } from '../../memory/layout';
import { UnitState } from './records';

/** Bytes from one field of a pair of units to the next, and from one pair to the next. */
export const field: usize = fieldSize << 3;
export const pair: usize = pairSize << 3;

/** Where the numbers of a unit are, counted from those at `numbers` on. */
@inline
export function numbersOf(numbers: usize, unit: i32): usize {
  return numbers + <usize>(unit >> 1) * pair + ((unit & 1) << 3);
}

/** Lists a unit, whose numbers are at `at`, with its value and slope, where it has them, and a change. */
export function note(state: UnitState, unit: i32, at: usize, since: f64, change: f64): void {
  const listed = state.listed++;
  const to = state.before + (listed << 5);
  store<i32>(state.list + (listed << 2), unit);
  store<f64>(to, load<f64>(at));
  store<f64>(to, load<f64>(at, field), 8);
  store<f64>(to, since, 16);
  store<f64>(to, change, 24);
}

/** Where the magnitude of a unit grows, so does its rounding: twice as far, so that this is rare. */
export function widen(at: usize, magnitude: f64): void {
  const before = load<f64>(at, 2 * field);
  if (magnitude <= before) return;
  const more = leastRounding * (2 * magnitude - before);
  store<f64>(at, 2 * magnitude, 2 * field);
  store<f64>(at, load<f64>(at, 3 * field) - more, 3 * field);
  store<f64>(at, load<f64>(at, 4 * field) + more, 4 * field);
}

/** Where the numbers of a run are. */
@inline
export function runAt(state: UnitState, run: i32): usize {
  return state.numbers + <usize>run * (<usize>((state.width + 1) >> 1) * pair);
}

/** The absolute values of two numbers. */
@inline
export function abs2(a: v128): v128 {
  return v128.and(a, i64x2.splat(i64.MAX_VALUE));
}
