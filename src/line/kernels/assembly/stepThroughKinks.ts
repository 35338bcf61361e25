/** Units behind a dense layer that step through the kinks of a stretch of the line. */

import { together } from '../../memory/layout';
import { touchRun } from './applyKinks';
import { ChordDeviations, Matrix, UnitState } from './records';
import { field, numbersOf } from './unitNumbers';

/** Copies the weights of listed units, for one input that deviates after the other. */
function gather(matrix: Matrix, deviations: ChordDeviations, list: usize, listed: i32): void {
  const weights = matrix.weights + (<usize>load<i32>(matrix.offsets) << 3);
  const rows = matrix.tileRows;
  const units = deviations.units;
  let out = deviations.picked;
  for (let i = 0, count = deviations.count; i < count; i++, out += together << 3) {
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
function sumChanges(deviations: ChordDeviations, e: i32, end: i32): void {
  const weights = deviations.picked;
  const units = deviations.kinks.units;
  const changes = deviations.kinks.changes;
  const sums = deviations.pickedChanges;
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  let c = f64x2.splat(0);
  let d = f64x2.splat(0);
  for (; e < end; e++) {
    const at = weights + (<usize>load<i32>(units + (e << 2)) << 6);
    const change = v128.load64_splat(changes + (e << 3));
    a = f64x2.add(a, f64x2.mul(change, v128.load(at)));
    b = f64x2.add(b, f64x2.mul(change, v128.load(at, 16)));
    c = f64x2.add(c, f64x2.mul(change, v128.load(at, 32)));
    d = f64x2.add(d, f64x2.mul(change, v128.load(at, 48)));
  }
  v128.store(sums, a);
  v128.store(sums, b, 16);
  v128.store(sums, c, 32);
  v128.store(sums, d, 48);
}

/** Writes what passes the activation, but for units that are listed because they crossed. */
function pass(few: UnitState, size: i32, changes: usize, passed: usize): void {
  for (let k = 0; k < size; k++) {
    store<f64>(passed + (k << 3), load<f64>(numbersOf(few.numbers, k), 5 * field) * load<f64>(changes + (k << 3)));
  }
  for (let i = 0, listed = few.listed; i < listed; i++) {
    if (load<f64>(few.before + (i << 5), 24) != 0) {
      store<f64>(passed + (load<i32>(few.list + (i << 2)) << 3), 0);
    }
  }
}

/**
 * Follows the first `count` listed units through groups of kinks, some side by side, from where `progress` stands,
 * until some are met; returns how many.
 */
export function stepThroughKinks(matrix: Matrix, deviations: ChordDeviations, count: i32, state: UnitState, passes: bool): i32 {
  const alphas = deviations.kinks.alphas;
  const starts = deviations.kinks.starts;
  const groups = deviations.kinks.groups;
  const changes = deviations.pickedChanges;
  const numbers = state.numbers;
  const list = state.list;
  const progress = state.progress;
  const few = deviations.few;
  few.list = list;
  few.before = state.before;
  let next = load<i32>(progress);
  let done = load<i32>(progress, 4);
  let listed = 0;
  for (; done < count; done += together, next = 0) {
    const own = deviations.listed + (done << 2);
    const size = min(together, count - done);
    if (next == 0) gather(matrix, deviations, own, size);
    for (let k = 0; k < size; k++) copyUnit(numbersOf(numbers, load<i32>(own + (k << 2))), numbersOf(few.numbers, k));
    for (let k = size; k < together; k++) clearUnit(numbersOf(few.numbers, k));
    store<f64>(few.touchedAt, next == 0 ? load<f64>(state.touchedAt) : load<f64>(alphas + ((next - 1) << 3)));
    while (next < groups && listed == 0) {
      const alpha = load<f64>(alphas + (next << 3));
      const begin = load<i32>(starts + (next << 2));
      do next++;
      while (next < groups && load<f64>(alphas + (next << 3)) == alpha);
      sumChanges(deviations, begin, load<i32>(starts + (next << 2)));
      listed = touchRun(few, 0, alpha, changes);
      if (passes) pass(few, size, changes, deviations.passed + (((next - 1) * count + done) << 3));
    }
    for (let k = 0; k < size; k++) copyUnit(numbersOf(few.numbers, k), numbersOf(numbers, load<i32>(own + (k << 2))));
    for (let i = 0; i < listed; i++) store<i32>(list + (i << 2), load<i32>(own + (load<i32>(list + (i << 2)) << 2)));
    if (listed > 0) break;
  }
  store<i32>(progress, next);
  store<i32>(progress, done, 4);
  return listed;
}
