/** Kinks through linear nodes. */

import { Entries, Kinks, SelectedUnits, Matrix, Passing, Runs } from './records';

/** `y += a * i` for the two numbers `at` bytes further on. */
@inline
function addToPair(y: usize, a: v128, i: usize, at: usize): void {
  v128.store(y + at, f64x2.add(v128.load(y + at), f64x2.mul(a, v128.load(i + at))));
}

/** The same with four columns. */
@inline
function addFourToPair(y: usize, a: v128, i: usize, b: v128, j: usize, c: v128, k: usize, d: v128, l: usize, at: usize): void {
  const left = f64x2.add(f64x2.mul(a, v128.load(i + at)), f64x2.mul(b, v128.load(j + at)));
  const right = f64x2.add(f64x2.mul(c, v128.load(k + at)), f64x2.mul(d, v128.load(l + at)));
  v128.store(y + at, f64x2.add(v128.load(y + at), f64x2.add(left, right)));
}

/** `y += change * i` for so many bytes of numbers. */
@inline
function addColumn(y: usize, bytes: usize, change: usize, i: usize): void {
  const a = v128.load64_splat(change);
  let r: usize = 0;
  for (; r + 64 <= bytes; r += 64) {
    addToPair(y + r, a, i + r, 0);
    addToPair(y + r, a, i + r, 16);
    addToPair(y + r, a, i + r, 32);
    addToPair(y + r, a, i + r, 48);
  }
  for (; r + 16 <= bytes; r += 16) addToPair(y + r, a, i + r, 0);
  if (r < bytes) store<f64>(y + r, load<f64>(y + r) + load<f64>(change) * load<f64>(i + r));
}

/** The same with four columns, whose changes follow each other. */
@inline
function addFourColumns(y: usize, bytes: usize, changes: usize, i: usize, j: usize, k: usize, l: usize): void {
  const a = v128.load64_splat(changes);
  const b = v128.load64_splat(changes, 8);
  const c = v128.load64_splat(changes, 16);
  const d = v128.load64_splat(changes, 24);
  let r: usize = 0;
  for (; r + 64 <= bytes; r += 64) {
    addFourToPair(y + r, a, i + r, b, j + r, c, k + r, d, l + r, 0);
    addFourToPair(y + r, a, i + r, b, j + r, c, k + r, d, l + r, 16);
    addFourToPair(y + r, a, i + r, b, j + r, c, k + r, d, l + r, 32);
    addFourToPair(y + r, a, i + r, b, j + r, c, k + r, d, l + r, 48);
  }
  for (; r + 16 <= bytes; r += 16) addFourToPair(y + r, a, i + r, b, j + r, c, k + r, d, l + r, 0);
  if (r == bytes) return;
  const left = load<f64>(changes) * load<f64>(i + r) + load<f64>(changes, 8) * load<f64>(j + r);
  const right = load<f64>(changes, 16) * load<f64>(k + r) + load<f64>(changes, 24) * load<f64>(l + r);
  store<f64>(y + r, load<f64>(y + r) + (left + right));
}

/** `y[0 .. rows] += sum over e < count of changes[e] * tile[:, units[e]]`, columns of float64. */
function addTile(y: usize, tile: usize, rows: i32, units: usize, changes: usize, count: i32): void {
  const bytes = <usize>rows << 3;
  let e = 0;
  for (; e + 4 <= count; e += 4) {
    const i = tile + <usize>load<i32>(units + (e << 2)) * bytes;
    const j = tile + <usize>load<i32>(units + (e << 2), 4) * bytes;
    const k = tile + <usize>load<i32>(units + (e << 2), 8) * bytes;
    const l = tile + <usize>load<i32>(units + (e << 2), 12) * bytes;
    addFourColumns(y, bytes, changes + (e << 3), i, j, k, l);
  }
  for (; e < count; e++) addColumn(y, bytes, changes + (e << 3), tile + <usize>load<i32>(units + (e << 2)) * bytes);
}

/** Marks the runs of `length` entries from `start` on. */
function markRuns(sums: Runs, start: i32, length: i32): void {
  const width = sums.width;
  const marked = sums.marked;
  const touched = sums.touched;
  let known = sums.count;
  for (let run = start / width, last = (start + length - 1) / width; run <= last; run++) {
    if (load<i32>(marked + (run << 2)) != 0) continue;
    store<i32>(marked + (run << 2), 1);
    store<i32>(touched + (known++ << 2), run);
  }
  sums.count = known;
}

/** Where the entries from one on end that are of the group of so many columns from `first` on. */
@inline
export function groupEnd(units: usize, from: i32, count: i32, first: i32, columns: i32): i32 {
  let to = from;
  for (; to < count; to++) {
    const unit = load<i32>(units + (to << 2));
    if (unit < first || unit >= first + columns) break;
  }
  return to;
}

/** `sums += M x` for a sparse `x`: the entries `begin .. end`. */
export function addColumns(matrix: Matrix, entries: Entries, begin: i32, end: i32, sums: Runs): void {
  addEntries(matrix, entries.units + (begin << 2), entries.changes + (begin << 3), end - begin, sums);
}

/**
 * The same for so many entries, which are at `units` and `changes`. Those of one group of columns that follow each
 * other meet their tiles together. Where only selected rows are kept, these are in runs of some lengths that all
 * columns of a group share; where all rows are, there are no lengths.
 */
function addEntries(matrix: Matrix, units: usize, changes: usize, count: i32, sums: Runs): void {
  const pointers = matrix.pointers;
  const starts = matrix.starts;
  const lengths = matrix.lengths;
  const offsets = matrix.offsets;
  const weights = matrix.weights;
  const tileRows = matrix.tileRows;
  const tileColumns = matrix.tileColumns;
  const values = sums.values;
  let to = 0;
  for (let from = 0; from < count; from = to) {
    const group = load<i32>(units + (from << 2)) / tileColumns;
    const first = group * tileColumns;
    to = groupEnd(units, from + 1, count, first, tileColumns);
    const last = load<i32>(pointers + (group << 2), 4);
    let done: usize = weights;
    for (let run = load<i32>(pointers + (group << 2)); run < last; run++) {
      const start = load<i32>(starts + (run << 2));
      const rows = lengths == 0 ? tileRows : load<i32>(lengths + (run << 2));
      const y = values + (<usize>start << 3);
      markRuns(sums, start, rows);
      if (lengths == 0) {
        const offset = load<i32>(offsets + (run << 2)) - first * tileRows;
        addTile(y, weights + (offset << 3), rows, units + (from << 2), changes + (from << 3), to - from);
      } else {
        addRows(y, <usize>rows << 3, done, offsets, units + (from << 2), changes + (from << 3), to - from);
        done += <usize>rows << 3;
      }
    }
  }
}

/** `y += sum over e < count of changes[e] * weights[offsets[units[e]] ..]`, for so many bytes of numbers. */
function addRows(y: usize, bytes: usize, weights: usize, offsets: usize, units: usize, changes: usize, count: i32): void {
  let e = 0;
  for (; e + 4 <= count; e += 4) {
    const i = weightsAt(weights, offsets, units + (e << 2));
    const j = weightsAt(weights, offsets, units + (e << 2) + 4);
    const k = weightsAt(weights, offsets, units + (e << 2) + 8);
    const l = weightsAt(weights, offsets, units + (e << 2) + 12);
    addFourColumns(y, bytes, changes + (e << 3), i, j, k, l);
  }
  for (; e < count; e++) addColumn(y, bytes, changes + (e << 3), weightsAt(weights, offsets, units + (e << 2)));
}

/** Where the weights of a unit's column are. */
@inline
function weightsAt(weights: usize, offsets: usize, unit: usize): usize {
  return weights + (<usize>load<i32>(offsets + (load<i32>(unit) << 2)) << 3);
}

/** Copies the weights of selected rows of some columns, one column after the other, and notes where each begins. */
export function pickRows(matrix: Matrix, rows: SelectedUnits, columns: usize, count: i32, to: Matrix): void {
  const pointers = matrix.pointers;
  const starts = matrix.starts;
  const offsets = matrix.offsets;
  const weights = matrix.weights;
  const tileRows = matrix.tileRows;
  const tileColumns = matrix.tileColumns;
  const units = rows.units;
  const ranks = rows.ranks;
  const begins = to.offsets;
  const first = to.weights;
  let end = first;
  for (let c = 0; c < count; c++) {
    const column = load<i32>(columns + (c << 2));
    store<i32>(begins + (column << 2), <i32>((end - first) >> 3));
    const group = column / tileColumns;
    const within = (column - group * tileColumns) * tileRows;
    const tiles = load<i32>(pointers + (group << 2), 4);
    for (let t = load<i32>(pointers + (group << 2)); t < tiles; t++) {
      const start = load<i32>(starts + (t << 2));
      const from = weights + (<usize>(load<i32>(offsets + (t << 2)) + within - start) << 3);
      const last = load<i32>(ranks + ((start + tileRows) << 2));
      for (let i = load<i32>(ranks + (start << 2)); i < last; i++, end += 8) {
        store<f64>(end, load<f64>(from + (<usize>load<i32>(units + (i << 2)) << 3)));
      }
    }
  }
}

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

/** Is there room for one more group of so many runs? */
export function hasRoom(kinks: Kinks, runs: i32): bool {
  const groups = kinks.groups;
  return groups < kinks.groupRoom && load<i32>(kinks.starts + (groups << 2)) + runs <= kinks.runRoom;
}
