/** Entries that are taken out of a vector of which few runs were touched. */

import { Entries, Runs } from './records';

/** Writes an entry; returns how many are written then. What comes next writes over a 0. */
@inline
function take(value: f64, unit: i32, taken: i32, units: usize, changes: usize): i32 {
  store<i32>(units + (taken << 2), unit);
  store<f64>(changes + (taken << 3), value);
  return taken + i32(value != 0);
}

/** Takes what is not 0 of two entries; returns how many are taken then. */
@inline
function takePair(pair: v128, at: usize, numbers: usize, first: i32, taken: i32, units: usize, changes: usize): i32 {
  v128.store(at, f64x2.splat(0));
  taken = take(f64x2.extract_lane(pair, 0), first + load<i32>(numbers), taken, units, changes);
  return take(f64x2.extract_lane(pair, 1), first + load<i32>(numbers, 4), taken, units, changes);
}

/**
 * Takes what is not 0 out of marked runs to `out`, with `first` and the unit's number; returns how many entries that
 * is.
 */
export function takeEntries(sums: Runs, numbers: usize, out: Entries, begin: i32, first: i32): i32 {
  const values = sums.values;
  const width = sums.width;
  const marked = sums.marked;
  const runs = sums.touched;
  const count = sums.count;
  const units = out.units + (begin << 2);
  const changes = out.changes + (begin << 3);
  const zero = f64x2.splat(0);
  let taken = 0;
  for (let e = 0; e < count; e++) {
    const run = load<i32>(runs + (e << 2));
    store<i32>(marked + (run << 2), 0);
    let at = values + (<usize>(run * width) << 3);
    let number = numbers + (<usize>(run * width) << 2);
    const end = at + (<usize>width << 3);
    for (; at + 32 <= end; at += 32, number += 16) {
      const a = v128.load(at);
      const b = v128.load(at, 16);
      if (!v128.any_true(f64x2.ne(a, zero)) && !v128.any_true(f64x2.ne(b, zero))) continue;
      taken = takePair(a, at, number, first, taken, units, changes);
      taken = takePair(b, at + 16, number + 8, first, taken, units, changes);
    }
    for (; at + 16 <= end; at += 16, number += 8) {
      taken = takePair(v128.load(at), at, number, first, taken, units, changes);
    }
    if (at < end) {
      taken = take(load<f64>(at), first + load<i32>(number), taken, units, changes);
      store<f64>(at, 0);
    }
  }
  return taken;
}
