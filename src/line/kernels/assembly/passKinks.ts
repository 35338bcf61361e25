/** Kinks through linear nodes. */

import { addEntries } from './addColumns';
import { hasRoom } from './kinks';
import { Entries, Kinks, Passing, Runs } from './records';

/** Moves marked runs, as they are, to a new group at an alpha. */
function takeRuns(sums: Runs, alpha: f64, out: Kinks): void {
  const width = sums.width;
  const values = sums.values;
  const marked = sums.marked;
  const runs = sums.touched;
  const count = sums.count;
  const begin = load<i32>(out.starts + (out.groups << 2));
  const units = out.units + (begin << 2);
  let changes = out.changes + ((begin * width) << 3);
  const bytes = <usize>width << 3;
  const zero = f64x2.splat(0);
  for (let e = 0; e < count; e++, changes += bytes) {
    const run = load<i32>(runs + (e << 2));
    store<i32>(marked + (run << 2), 0);
    store<i32>(units + (e << 2), run * width);
    const from = values + <usize>run * bytes;
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) {
      v128.store(changes + at, v128.load(from + at));
      v128.store(from + at, zero);
    }
    if (at == bytes) continue;
    store<f64>(changes + at, load<f64>(from + at));
    store<f64>(from + at, 0);
  }
  store<f64>(out.alphas + (out.groups++ << 3), alpha);
  store<i32>(out.starts + (out.groups << 2), begin + count);
  sums.count = 0;
}

/** Lists the entries of `count` runs that are not 0, whose first is at `first`; returns how many there are. */
function entriesOf(source: Kinks, first: i32, count: i32, single: Entries): i32 {
  const width = source.width;
  const units = source.units + (first << 2);
  let changes = source.changes + ((first * width) << 3);
  const singleUnits = single.units;
  const singleChanges = single.changes;
  let entries = 0;
  for (let e = 0; e < count; e++) {
    const unit = load<i32>(units + (e << 2));
    for (let i = 0; i < width; i++, changes += 8) {
      const change = load<f64>(changes);
      store<i32>(singleUnits + (entries << 2), unit + i);
      store<f64>(singleChanges + (entries << 3), change);
      entries += i32(change != 0);
    }
  }
  return entries;
}

/** The alpha of the group at a place of the order, infinite from `to` on. */
@inline
function alphaAt(source: Kinks, place: i32, to: i32): f64 {
  return place < to ? load<f64>(source.alphas + (load<i32>(source.order + (place << 2)) << 3)) : Infinity;
}

/**
 * Passes groups of kinks through a matrix, from the place `next` of the order on, before `to`, up to `until` and as
 * long as there is room for a group of all runs. Returns the next place.
 */
export function passKinks(passing: Passing, source: Kinks, next: i32, to: i32, until: f64): i32 {
  const matrix = passing.matrix;
  const single = passing.single;
  const sums = passing.sums;
  const out = passing.out;
  const order = source.order;
  const starts = source.starts;
  let alpha = alphaAt(source, next, to);
  while (next < to && alpha <= until && hasRoom(out, sums.runs)) {
    const group = load<i32>(order + (next << 2));
    const begin = load<i32>(starts + (group << 2));
    const count = load<i32>(starts + (group << 2), 4) - begin;
    if (source.width > 1) {
      addEntries(matrix, single.units, single.changes, entriesOf(source, begin, count, single), sums);
    } else {
      addEntries(matrix, source.units + (begin << 2), source.changes + (begin << 3), count, sums);
    }
    const following = alphaAt(source, ++next, to);
    if (alpha != min(following, until) && sums.count > 0) takeRuns(sums, alpha, out);
    alpha = following;
  }
  return next;
}
