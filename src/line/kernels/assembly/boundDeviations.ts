/** Inputs of a dense layer that deviate from straight lines over a stretch of the line. */

import { ChordDeviations, Kinks } from './records';

/** Brings a deviation forward: its value goes on by its slope. Returns its value. */
@inline
function bringForward(at: usize, alpha: f64): f64 {
  const value = load<f64>(at) + load<f64>(at, 8) * (alpha - load<f64>(at, 16));
  store<f64>(at, value);
  store<f64>(at, alpha, 16);
  return value;
}

/** Copies groups of kinks in their order, and sums up how far inputs that they change deviate from straight lines. */
export function boundDeviations(source: Kinks, from: i32, to: i32, since: f64, deviations: ChordDeviations): void {
  const alphas = source.alphas;
  const order = source.order;
  const starts = source.starts;
  const units = source.units;
  const changes = source.changes;
  const kinks = deviations.kinks;
  const outAlphas = kinks.alphas;
  const outStarts = kinks.starts;
  const outUnits = kinks.units;
  const outChanges = kinks.changes;
  const outValues = deviations.values;
  const deviating = deviations.units;
  const numbers = deviations.numbers;
  const places = deviations.places;
  let count = 0;
  let out = 0;
  let alpha: f64 = 0;
  for (let place = from; place < to; place++) {
    const group = load<i32>(order + (place << 2));
    alpha = load<f64>(alphas + (group << 3));
    store<f64>(outAlphas + ((place - from) << 3), alpha);
    for (let e = load<i32>(starts + (group << 2)), end = load<i32>(starts + (group << 2), 4); e < end; e++, out++) {
      const unit = load<i32>(units + (e << 2));
      const change = load<f64>(changes + (e << 3));
      let index = load<i32>(places + (unit << 2)) - 1;
      if (index < 0) {
        index = count++;
        store<i32>(deviating + (index << 2), unit);
        store<i32>(places + (unit << 2), count);
        v128.store(numbers + (index << 5), i64x2.splat(0));
        v128.store(numbers + (index << 5), i64x2.splat(0), 16);
      }
      const at = numbers + (index << 5);
      store<f64>(outValues + (out << 3), bringForward(at, alpha));
      store<f64>(at, load<f64>(at, 8) + change, 8);
      store<i32>(outUnits + (out << 2), index);
      store<f64>(outChanges + (out << 3), change);
    }
    store<i32>(outStarts + ((place - from) << 2), out, 4);
  }
  for (let i = 0; i < count; i++) {
    bringForward(numbers + (i << 5), alpha);
    store<f64>(numbers + (i << 5), 0, 16);
    store<i32>(places + (load<i32>(deviating + (i << 2)) << 2), 0);
  }
  deviations.count = count;
  kinks.groups = to - from;
  range(deviations, since);
  for (let i = 0; i < count; i++) center(numbers + (i << 5));
}

/**
 * Finds the least and the most that deviations were off the chords that lead from where they began to where they end.
 */
function range(deviations: ChordDeviations, since: f64): void {
  const kinks = deviations.kinks;
  const alphas = kinks.alphas;
  const starts = kinks.starts;
  const units = kinks.units;
  const groups = kinks.groups;
  const values = deviations.values;
  const numbers = deviations.numbers;
  const distance = load<f64>(alphas + ((groups - 1) << 3)) - since;
  const scale: f64 = distance > 0 ? 1 / distance : 0;
  let e = 0;
  for (let group = 0; group < groups; group++) {
    const share = (load<f64>(alphas + (group << 3)) - since) * scale;
    for (const end = load<i32>(starts + (group << 2), 4); e < end; e++) {
      const at = numbers + (load<i32>(units + (e << 2)) << 5);
      const off = load<f64>(values + (e << 3)) - load<f64>(at) * share;
      v128.store(at, f64x2.pmax(v128.load(at, 16), f64x2.mul(f64x2.splat(off), f64x2(-1, 1))), 16);
    }
  }
}

/** From the least, negated, and the most to their middle, and how far they are from it. */
@inline
function center(at: usize): void {
  const below = load<f64>(at, 16);
  const above = load<f64>(at, 24);
  store<f64>(at, (above - below) / 2, 16);
  store<f64>(at, (above + below) / 2, 24);
}
