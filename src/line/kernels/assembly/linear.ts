/** Kinks through linear nodes. */

/** `y[0 .. rows] += sum over e < count of changes[e] * tile[:, units[e]]`, columns of float64. */
function addTile(y: usize, tile: usize, rows: i32, units: usize, changes: usize, count: i32): void {
  const stride = <usize>rows << 3;
  const pairs = rows & ~1;
  let e = 0;
  for (; e + 4 <= count; e += 4) {
    const i = tile + <usize>load<i32>(units + (e << 2)) * stride;
    const j = tile + <usize>load<i32>(units + (e << 2), 4) * stride;
    const k = tile + <usize>load<i32>(units + (e << 2), 8) * stride;
    const l = tile + <usize>load<i32>(units + (e << 2), 12) * stride;
    const at = changes + (e << 3);
    const a = v128.load64_splat(at);
    const b = v128.load64_splat(at, 8);
    const c = v128.load64_splat(at, 16);
    const d = v128.load64_splat(at, 24);
    let r: usize = 0;
    for (const end = <usize>pairs << 3; r < end; r += 16) {
      const left = f64x2.add(f64x2.mul(a, v128.load(i + r)), f64x2.mul(b, v128.load(j + r)));
      const right = f64x2.add(f64x2.mul(c, v128.load(k + r)), f64x2.mul(d, v128.load(l + r)));
      v128.store(y + r, f64x2.add(v128.load(y + r), f64x2.add(left, right)));
    }
    if (r < stride) {
      const left = load<f64>(at) * load<f64>(i + r) + load<f64>(at, 8) * load<f64>(j + r);
      const right = load<f64>(at, 16) * load<f64>(k + r) + load<f64>(at, 24) * load<f64>(l + r);
      store<f64>(y + r, load<f64>(y + r) + (left + right));
    }
  }
  for (; e < count; e++) {
    const i = tile + <usize>load<i32>(units + (e << 2)) * stride;
    const a = v128.load64_splat(changes + (e << 3));
    let r: usize = 0;
    for (const end = <usize>pairs << 3; r < end; r += 16) {
      v128.store(y + r, f64x2.add(v128.load(y + r), f64x2.mul(a, v128.load(i + r))));
    }
    if (r < stride) store<f64>(y + r, load<f64>(y + r) + load<f64>(changes + (e << 3)) * load<f64>(i + r));
  }
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

/**
 * `values += M x` for a sparse `x`; the runs that it meets are marked and listed after the `known` ones. Returns how many
 * there are then. Entries of one group of columns that follow each other meet their tiles together.
 */
export function addColumns(
  pointers: usize,
  starts: usize,
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
    for (to = from + 1; to < count; to++) {
      const unit = load<i32>(units + (to << 2));
      if (unit < first || unit >= first + tileColumns) break;
    }
    const last = load<i32>(pointers + (group << 2), 4);
    for (let t = load<i32>(pointers + (group << 2)); t < last; t++) {
      const start = load<i32>(starts + (t << 2));
      const offset = load<i32>(offsets + (t << 2)) - first * tileRows;
      known = touch(start, tileRows, width, marked, touched, known);
      addTile(values + (start << 3), weights + (offset << 3), tileRows, units + (from << 2), changes + (from << 3), to - from);
    }
  }
  return known;
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

/** The alpha of the group at a place of the order, infinite behind the last. */
function alphaAt(alphas: usize, order: usize, place: i32, groups: i32): f64 {
  return place < groups ? load<f64>(alphas + (load<i32>(order + (place << 2)) << 3)) : Infinity;
}

/**
 * Passes groups of kinks through a matrix, from the place `next` of the order on, up to `until` and as long as there is
 * room for a group of all `runs`. Returns the next place, and at `state` how many runs are touched and groups written.
 */
export function passKinks(
  pointers: usize,
  starts: usize,
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
  groups: i32,
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
  let alpha = alphaAt(alphas, order, next, groups);
  while (next < groups && alpha <= until && out < groupRoom && end + runs <= runRoom) {
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
    const following = alphaAt(alphas, order, ++next, groups);
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
