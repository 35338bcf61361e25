/** Kinks through linear nodes. */

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

/** Marks the runs of `length` entries from `start` on; returns how many runs are marked then. */
function touch(start: i32, length: i32, width: i32, marked: usize, touched: usize, known: i32): i32 {
  for (let run = start / width, last = (start + length - 1) / width; run <= last; run++) {
    if (load<i32>(marked + (run << 2)) != 0) continue;
    store<i32>(marked + (run << 2), 1);
    store<i32>(touched + (known++ << 2), run);
  }
  return known;
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

/**
 * `values += M x` for a sparse `x`; the runs that it meets are marked and listed after the `known` ones. Returns how
 * many there are then. Entries of one group of columns that follow each other meet their tiles together. Where only
 * live rows are kept, these are in runs of some lengths that all columns of a group share; where all rows are, there
 * are no lengths.
 */
export function addColumns(
  pointers: usize,
  starts: usize,
  lengths: usize,
  offsets: usize,
  weights: usize,
  tileRows: i32,
  tileColumns: i32,
  units: usize,
  changes: usize,
  count: i32,
  values: usize,
  width: i32,
  marked: usize,
  touched: usize,
  known: i32,
): i32 {
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
      known = touch(start, rows, width, marked, touched, known);
      if (lengths == 0) {
        const offset = load<i32>(offsets + (run << 2)) - first * tileRows;
        addTile(y, weights + (offset << 3), rows, units + (from << 2), changes + (from << 3), to - from);
      } else {
        addRows(y, <usize>rows << 3, done, offsets, units + (from << 2), changes + (from << 3), to - from);
        done += <usize>rows << 3;
      }
    }
  }
  return known;
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

/** Copies the weights of live rows of some columns, one column after the other, and notes where each begins. */
export function pickRows(
  pointers: usize,
  starts: usize,
  offsets: usize,
  weights: usize,
  tileRows: i32,
  tileColumns: i32,
  units: usize,
  ranks: usize,
  columns: usize,
  count: i32,
  begins: usize,
  to: usize,
): void {
  let end = to;
  for (let c = 0; c < count; c++) {
    const column = load<i32>(columns + (c << 2));
    store<i32>(begins + (column << 2), <i32>((end - to) >> 3));
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

/** Moves marked runs, as they are, to `units` (their first) and `changes`. */
function takeRuns(values: usize, width: i32, marked: usize, runs: usize, count: i32, units: usize, changes: usize): void {
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
}

/** Lists the entries of runs that are not 0; returns how many there are. */
function entriesOf(units: usize, changes: usize, count: i32, width: i32, singleUnits: usize, singleChanges: usize): i32 {
  let entries = 0;
  for (let e = 0; e < count; e++) {
    const first = load<i32>(units + (e << 2));
    for (let i = 0; i < width; i++, changes += 8) {
      const change = load<f64>(changes);
      store<i32>(singleUnits + (entries << 2), first + i);
      store<f64>(singleChanges + (entries << 3), change);
      entries += i32(change != 0);
    }
  }
  return entries;
}

/** The alpha of the group at a place of the order, infinite from `to` on. */
function alphaAt(alphas: usize, order: usize, place: i32, to: i32): f64 {
  return place < to ? load<f64>(alphas + (load<i32>(order + (place << 2)) << 3)) : Infinity;
}

/**
 * Passes groups of kinks through a matrix, as `addColumns` takes it, from the place `next` of the order on, before
 * `to`, up to `until` and as long as there is room for a group of all `runs`. Returns the next place, and at `state`
 * how many runs are touched and groups written.
 */
export function passKinks(
  pointers: usize,
  starts: usize,
  lengths: usize,
  offsets: usize,
  weights: usize,
  tileRows: i32,
  tileColumns: i32,
  alphas: usize,
  order: usize,
  groupStarts: usize,
  units: usize,
  changes: usize,
  sourceWidth: i32,
  to: i32,
  next: i32,
  until: f64,
  singleUnits: usize,
  singleChanges: usize,
  values: usize,
  width: i32,
  marked: usize,
  touched: usize,
  runs: i32,
  state: usize,
  outAlphas: usize,
  outStarts: usize,
  outUnits: usize,
  outChanges: usize,
  groupRoom: i32,
  runRoom: i32,
): i32 {
  let known = load<i32>(state);
  let out = load<i32>(state, 4);
  let end = load<i32>(outStarts + (out << 2));
  let alpha = alphaAt(alphas, order, next, to);
  while (next < to && alpha <= until && out < groupRoom && end + runs <= runRoom) {
    const group = load<i32>(order + (next << 2));
    const begin = load<i32>(groupStarts + (group << 2));
    let count = load<i32>(groupStarts + (group << 2), 4) - begin;
    let entryUnits = units + (begin << 2);
    let entryChanges = changes + ((begin * sourceWidth) << 3);
    if (sourceWidth > 1) {
      count = entriesOf(entryUnits, entryChanges, count, sourceWidth, singleUnits, singleChanges);
      entryUnits = singleUnits;
      entryChanges = singleChanges;
    }
    known = addColumns(
      pointers,
      starts,
      lengths,
      offsets,
      weights,
      tileRows,
      tileColumns,
      entryUnits,
      entryChanges,
      count,
      values,
      width,
      marked,
      touched,
      known,
    );
    const following = alphaAt(alphas, order, ++next, to);
    if (alpha != min(following, until) && known > 0) {
      takeRuns(values, width, marked, touched, known, outUnits + (end << 2), outChanges + ((end * width) << 3));
      end += known;
      known = 0;
      store<f64>(outAlphas + (out++ << 3), alpha);
      store<i32>(outStarts + (out << 2), end);
    }
    alpha = following;
  }
  store<i32>(state, known);
  store<i32>(state, out, 4);
  return next;
}
