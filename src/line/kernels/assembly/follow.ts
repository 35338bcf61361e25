/** Units behind a dense layer that are followed over a stretch of the line. */

import { field, numbersOf, pair, touchRun } from './units';

/**
 * Units that are followed side by side, in pairs; behind those stand where they were last touched, the changes of their
 * slopes, and their weights.
 */
const together = 8;
const lastAt: usize = (together / 2) * pair;
const changesAt: usize = 448;
const weightsAt: usize = 512;

/** Copies the weights of listed units, for one input that departs after the other. */
function gather(weights: usize, rows: i32, units: usize, count: i32, list: usize, listed: i32, few: usize): void {
  let out = few + weightsAt;
  for (let i = 0; i < count; i++, out += together << 3) {
    const column = weights + ((<usize>load<i32>(units + (i << 2)) * <usize>rows) << 3);
    for (let k = 0; k < listed; k++) store<f64>(out + (k << 3), load<f64>(column + (load<i32>(list + (k << 2)) << 3)));
    for (let k = listed; k < together; k++) store<f64>(out + (k << 3), 0);
  }
}

/** Copies all that is known of a unit. */
function copyUnit(from: usize, to: usize): void {
  store<f64>(to, load<f64>(from));
  store<f64>(to, load<f64>(from, field), field);
  store<f64>(to, load<f64>(from, 2 * field), 2 * field);
  store<f64>(to, load<f64>(from, 3 * field), 3 * field);
  store<f64>(to, load<f64>(from, 4 * field), 4 * field);
  store<f64>(to, load<f64>(from, 5 * field), 5 * field);
}

/** Nothing happens to a unit that is not there. */
function clearUnit(at: usize): void {
  store<f64>(at, 0);
  store<f64>(at, 0, field);
  store<f64>(at, 0, 2 * field);
  store<f64>(at, -Infinity, 3 * field);
  store<f64>(at, Infinity, 4 * field);
  store<f64>(at, 0, 5 * field);
}

/** Sums up how the entries `e .. end` of kinks change the slopes of the units. */
function sumChanges(few: usize, units: usize, changes: usize, e: i32, end: i32): void {
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  let c = f64x2.splat(0);
  let d = f64x2.splat(0);
  for (; e < end; e++) {
    const at = few + (<usize>load<i32>(units + (e << 2)) << 6);
    const change = v128.load64_splat(changes + (e << 3));
    a = f64x2.add(a, f64x2.mul(change, v128.load(at, weightsAt)));
    b = f64x2.add(b, f64x2.mul(change, v128.load(at, weightsAt + 16)));
    c = f64x2.add(c, f64x2.mul(change, v128.load(at, weightsAt + 32)));
    d = f64x2.add(d, f64x2.mul(change, v128.load(at, weightsAt + 48)));
  }
  v128.store(few, a, changesAt);
  v128.store(few, b, changesAt + 16);
  v128.store(few, c, changesAt + 32);
  v128.store(few, d, changesAt + 48);
}

/** Writes what passes the activation, but for units that are listed because they crossed. */
function pass(few: usize, size: i32, list: usize, before: usize, listed: i32, passed: usize): void {
  for (let k = 0; k < size; k++) {
    store<f64>(passed + (k << 3), load<f64>(numbersOf(few, k), 5 * field) * load<f64>(few + (k << 3), changesAt));
  }
  for (let i = 0; i < listed; i++) {
    if (load<f64>(before + (i << 5), 24) != 0) store<f64>(passed + (load<i32>(list + (i << 2)) << 3), 0);
  }
}

/**
 * Follows listed units through groups of kinks, some side by side, from where `progress` stands, until some are met;
 * returns how many.
 */
export function follow(
  weights: usize,
  rows: i32,
  departing: usize,
  count: i32,
  alphas: usize,
  starts: usize,
  units: usize,
  changes: usize,
  groups: i32,
  followed: usize,
  followedCount: i32,
  few: usize,
  numbers: usize,
  since: f64,
  list: usize,
  before: usize,
  progress: usize,
  passed: usize,
): i32 {
  let next = load<i32>(progress);
  let done = load<i32>(progress, 4);
  let listed = 0;
  for (; done < followedCount; done += together, next = 0) {
    const own = followed + (done << 2);
    const size = min(together, followedCount - done);
    if (next == 0) gather(weights, rows, departing, count, own, size, few);
    for (let k = 0; k < size; k++) copyUnit(numbersOf(numbers, load<i32>(own + (k << 2))), numbersOf(few, k));
    for (let k = size; k < together; k++) clearUnit(numbersOf(few, k));
    store<f64>(few, next == 0 ? since : load<f64>(alphas + ((next - 1) << 3)), lastAt);
    while (next < groups && listed == 0) {
      const alpha = load<f64>(alphas + (next << 3));
      const begin = load<i32>(starts + (next << 2));
      do next++;
      while (next < groups && load<f64>(alphas + (next << 3)) == alpha);
      sumChanges(few, units, changes, begin, load<i32>(starts + (next << 2)));
      listed = touchRun(few, together, few + lastAt, alpha, 0, few + changesAt, list, before);
      if (passed != 0) pass(few, size, list, before, listed, passed + (((next - 1) * followedCount + done) << 3));
    }
    for (let k = 0; k < size; k++) copyUnit(numbersOf(few, k), numbersOf(numbers, load<i32>(own + (k << 2))));
    for (let i = 0; i < listed; i++) store<i32>(list + (i << 2), load<i32>(own + (load<i32>(list + (i << 2)) << 2)));
    if (listed > 0) break;
  }
  store<i32>(progress, next);
  store<i32>(progress, done, 4);
  return listed;
}
