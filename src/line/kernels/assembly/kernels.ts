/**
 * The inner loops of `plainKernels.ts` on two float64 at a time, in AssemblyScript. Arguments are addresses in the
 * memory that is imported, counts and numbers; each sum is made in the same order as there, so that results are
 * equal to the bit. `npm run build:kernels` compiles this into `wasmModule.ts`.
 */

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
export function takeRuns(values: usize, width: i32, marked: usize, runs: usize, count: i32, units: usize, changes: usize): void {
  const bytes = <usize>width << 3;
  for (let e = 0; e < count; e++, changes += bytes) {
    const run = load<i32>(runs + (e << 2));
    store<i32>(marked + (run << 2), 0);
    const first = run * width;
    store<i32>(units + (e << 2), first);
    const from = values + (<usize>first << 3);
    for (let at: usize = 0; at < bytes; at += 8) {
      store<f64>(changes + at, load<f64>(from + at));
      store<f64>(from + at, 0);
    }
  }
}

/** Lists the units of runs that are beyond a threshold at an alpha; returns how many. */
function scan(
  state: usize,
  size: i32,
  touchedAt: usize,
  width: i32,
  alpha: f64,
  runs: usize,
  count: i32,
  list: usize,
): i32 {
  const next = <usize>size << 3;
  let listed = 0;
  for (let e = 0; e < count; e++) {
    const first = load<i32>(runs + (e << 2));
    const way = alpha - load<f64>(touchedAt + ((first / width) << 3));
    const ways = f64x2.splat(way);
    let at = state + (<usize>first << 3);
    let i = 0;
    for (; i + 2 <= width; i += 2, at += 16) {
      const rounding = v128.load(at + 2 * next);
      const value = f64x2.add(v128.load(at), f64x2.mul(v128.load(at + next), ways));
      const above = f64x2.gt(value, f64x2.add(v128.load(at + 4 * next), rounding));
      const below = f64x2.lt(value, f64x2.sub(v128.load(at + 3 * next), rounding));
      const beyond = v128.or(above, below);
      if (!v128.any_true(beyond)) continue;
      store<i32>(list + (listed << 2), first + i);
      listed += i32(i64x2.extract_lane(beyond, 0) != 0);
      store<i32>(list + (listed << 2), first + i + 1);
      listed += i32(i64x2.extract_lane(beyond, 1) != 0);
    }
    if (i < width) {
      const rounding = load<f64>(at + 2 * next);
      const value = load<f64>(at) + load<f64>(at + next) * way;
      store<i32>(list + (listed << 2), first + i);
      listed += i32(value > load<f64>(at + 4 * next) + rounding || value < load<f64>(at + 3 * next) - rounding);
    }
  }
  return listed;
}

/**
 * Brings the units of runs to an alpha and changes their slopes there; what passes the activation is appended to
 * `outUnits` and `outChanges`, of which the number is returned. Units that come to rest are listed, after their number.
 * `state` has `size` each of values, slopes, rounding, lower, upper and gains; `touchedAt` has one number for each run.
 */
export function apply(
  state: usize,
  size: i32,
  touchedAt: usize,
  width: i32,
  alpha: f64,
  runs: usize,
  count: i32,
  changes: usize,
  outUnits: usize,
  outChanges: usize,
  list: usize,
): i32 {
  const next = <usize>size << 3;
  const relative = f64x2.splat(1e-12);
  let passed = 0;
  let resting = 0;
  for (let e = 0; e < count; e++) {
    const first = load<i32>(runs + (e << 2));
    const touched = touchedAt + ((first / width) << 3);
    const way = alpha - load<f64>(touched);
    store<f64>(touched, alpha);
    const ways = f64x2.splat(way);
    let at = state + (<usize>first << 3);
    let i = 0;
    for (; i + 2 <= width; i += 2, at += 16, changes += 16) {
      const change = v128.load(changes);
      const before = v128.load(at + next);
      const value = f64x2.add(v128.load(at), f64x2.mul(before, ways));
      const slope = f64x2.add(before, change);
      const steepness = f64x2.abs(slope);
      const gathered = f64x2.mul(relative, f64x2.add(f64x2.add(f64x2.abs(value), steepness), f64x2.abs(change)));
      const rounding = f64x2.pmax(v128.load(at + 2 * next), gathered);
      const out = f64x2.mul(v128.load(at + 5 * next), change);
      v128.store(at, value);
      v128.store(at + next, slope);
      v128.store(at + 2 * next, rounding);
      const rests = f64x2.le(steepness, rounding);
      if (v128.any_true(rests)) {
        if (i64x2.extract_lane(rests, 0) != 0) store<i32>(list + (++resting << 2), first + i);
        if (i64x2.extract_lane(rests, 1) != 0) store<i32>(list + (++resting << 2), first + i + 1);
      }
      const a = f64x2.extract_lane(out, 0);
      store<i32>(outUnits + (passed << 2), first + i);
      store<f64>(outChanges + (passed << 3), a);
      passed += i32(a != 0);
      const b = f64x2.extract_lane(out, 1);
      store<i32>(outUnits + (passed << 2), first + i + 1);
      store<f64>(outChanges + (passed << 3), b);
      passed += i32(b != 0);
    }
    if (i < width) {
      const change = load<f64>(changes);
      changes += 8;
      const before = load<f64>(at + next);
      const value = load<f64>(at) + before * way;
      const slope = before + change;
      const gathered = 1e-12 * (abs(value) + abs(slope) + abs(change));
      let rounding = load<f64>(at + 2 * next);
      if (gathered > rounding) rounding = gathered;
      store<f64>(at, value);
      store<f64>(at + next, slope);
      store<f64>(at + 2 * next, rounding);
      if (abs(slope) <= rounding) store<i32>(list + (++resting << 2), first + i);
      const out = load<f64>(at + 5 * next) * change;
      store<i32>(outUnits + (passed << 2), first + i);
      store<f64>(outChanges + (passed << 3), out);
      passed += i32(out != 0);
    }
  }
  store<i32>(list, resting);
  return passed;
}

/** The same if no unit is beyond a threshold; otherwise lists those that are, and returns minus their number. */
export function touchUnits(
  state: usize,
  size: i32,
  touchedAt: usize,
  width: i32,
  alpha: f64,
  runs: usize,
  count: i32,
  changes: usize,
  outUnits: usize,
  outChanges: usize,
  list: usize,
): i32 {
  const listed = scan(state, size, touchedAt, width, alpha, runs, count, list);
  if (listed > 0) return -listed;
  return apply(state, size, touchedAt, width, alpha, runs, count, changes, outUnits, outChanges, list);
}

/**
 * Passes changes of the adjoint of an activation's output on to its input: for each unit of the runs
 * `adjoint += change`, `input += gain * change`, and the change is taken away, and the mark.
 */
export function gate(
  changes: usize,
  adjoint: usize,
  gains: usize,
  input: usize,
  width: i32,
  marked: usize,
  runs: usize,
  count: i32,
): void {
  const zero = f64x2.splat(0);
  for (let e = 0; e < count; e++) {
    const run = load<i32>(runs + (e << 2));
    store<i32>(marked + (run << 2), 0);
    let at = <usize>(run * width) << 3;
    let i = 0;
    for (; i + 2 <= width; i += 2, at += 16) {
      const change = v128.load(changes + at);
      v128.store(changes + at, zero);
      v128.store(adjoint + at, f64x2.add(v128.load(adjoint + at), change));
      v128.store(input + at, f64x2.add(v128.load(input + at), f64x2.mul(v128.load(gains + at), change)));
    }
    if (i < width) {
      const change = load<f64>(changes + at);
      store<f64>(changes + at, 0);
      store<f64>(adjoint + at, load<f64>(adjoint + at) + change);
      store<f64>(input + at, load<f64>(input + at) + load<f64>(gains + at) * change);
    }
  }
}

/** Takes what is not 0 out of marked runs, with units that count from `from`; returns how many entries that are. */
export function takeEntries(
  values: usize,
  width: i32,
  marked: usize,
  runs: usize,
  count: i32,
  units: usize,
  changes: usize,
  from: i32,
): i32 {
  const zero = f64x2.splat(0);
  let taken = 0;
  for (let e = 0; e < count; e++) {
    const run = load<i32>(runs + (e << 2));
    store<i32>(marked + (run << 2), 0);
    let at = values + (<usize>(run * width) << 3);
    let unit = from + run * width;
    const end = unit + width;
    for (; unit + 2 <= end; unit += 2, at += 16) {
      const pair = v128.load(at);
      if (!v128.any_true(f64x2.ne(pair, zero))) continue;
      v128.store(at, zero);
      const a = f64x2.extract_lane(pair, 0);
      store<i32>(units + (taken << 2), unit);
      store<f64>(changes + (taken << 3), a);
      taken += i32(a != 0);
      const b = f64x2.extract_lane(pair, 1);
      store<i32>(units + (taken << 2), unit + 1);
      store<f64>(changes + (taken << 3), b);
      taken += i32(b != 0);
    }
    if (unit < end) {
      const value = load<f64>(at);
      store<f64>(at, 0);
      store<i32>(units + (taken << 2), unit);
      store<f64>(changes + (taken << 3), value);
      taken += i32(value != 0);
    }
  }
  return taken;
}

/** Takes the entries of the groups `begin .. end`, times the masses of their group, from the lanes of their units. */
export function subtractMoments(units: usize, changes: usize, starts: usize, masses: usize, begin: i32, end: i32, lanes: i32, moments: usize): void {
  for (let group = begin; group < end; group++) {
    const mass = masses + (<usize>(group * lanes) << 3);
    const last = load<i32>(starts + (group << 2), 4);
    for (let e = load<i32>(starts + (group << 2)); e < last; e++) {
      const at = moments + (<usize>(load<i32>(units + (e << 2)) * lanes) << 3);
      const change = v128.load64_splat(changes + (e << 3));
      v128.store(at, f64x2.sub(v128.load(at), f64x2.mul(change, v128.load(mass))));
      if (lanes == 2) continue;
      v128.store(at, f64x2.sub(v128.load(at, 16), f64x2.mul(change, v128.load(mass, 16))), 16);
      v128.store(at, f64x2.sub(v128.load(at, 32), f64x2.mul(change, v128.load(mass, 32))), 32);
      v128.store(at, f64x2.sub(v128.load(at, 48), f64x2.mul(change, v128.load(mass, 48))), 48);
    }
  }
}

/** `into += factor * (g + g[0] * mass)` for two lanes of products g of a column. */
// @ts-ignore: decorator
@inline
function give(into: usize, factor: v128, products: v128, adjoint: v128, mass: usize): void {
  const all = mass == 0 ? products : f64x2.add(products, f64x2.mul(adjoint, v128.load(mass)));
  v128.store(into, f64x2.add(v128.load(into), f64x2.mul(factor, all)));
}

/** Gives a target what comes through a column of a matrix in two lanes; returns what comes in the first. */
function takeColumn2(
  pointers: usize,
  starts: usize,
  offsets: usize,
  weights: usize,
  tileRows: i32,
  tileColumns: i32,
  column: i32,
  vectors: usize,
  factor: v128,
  mass: usize,
  into: usize,
): f64 {
  const group = column / tileColumns;
  const within = (column - group * tileColumns) * tileRows;
  const last = load<i32>(pointers + (group << 2), 4);
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  for (let t = load<i32>(pointers + (group << 2)); t < last; t++) {
    let tile = weights + ((load<i32>(offsets + (t << 2)) + within) << 3);
    let at = vectors + (load<i32>(starts + (t << 2)) << 4);
    let row = 0;
    for (; row + 2 <= tileRows; row += 2, tile += 16, at += 32) {
      a = f64x2.add(a, f64x2.mul(v128.load64_splat(tile), v128.load(at)));
      b = f64x2.add(b, f64x2.mul(v128.load64_splat(tile, 8), v128.load(at, 16)));
    }
    if (row < tileRows) a = f64x2.add(a, f64x2.mul(v128.load64_splat(tile), v128.load(at)));
  }
  a = f64x2.add(a, b);
  const adjoint = f64x2.extract_lane(a, 0);
  give(into, factor, a, f64x2.splat(adjoint), mass);
  return adjoint;
}

/** The same in eight lanes. */
function takeColumn8(
  pointers: usize,
  starts: usize,
  offsets: usize,
  weights: usize,
  tileRows: i32,
  tileColumns: i32,
  column: i32,
  vectors: usize,
  factor: v128,
  mass: usize,
  into: usize,
): f64 {
  const group = column / tileColumns;
  const within = (column - group * tileColumns) * tileRows;
  const last = load<i32>(pointers + (group << 2), 4);
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  let g = a;
  let h = a;
  for (let t = load<i32>(pointers + (group << 2)); t < last; t++) {
    let tile = weights + ((load<i32>(offsets + (t << 2)) + within) << 3);
    let at = vectors + (load<i32>(starts + (t << 2)) << 6);
    let row = 0;
    for (; row + 2 <= tileRows; row += 2, tile += 16, at += 128) {
      const even = v128.load64_splat(tile);
      a = f64x2.add(a, f64x2.mul(even, v128.load(at)));
      b = f64x2.add(b, f64x2.mul(even, v128.load(at, 16)));
      c = f64x2.add(c, f64x2.mul(even, v128.load(at, 32)));
      d = f64x2.add(d, f64x2.mul(even, v128.load(at, 48)));
      const odd = v128.load64_splat(tile, 8);
      e = f64x2.add(e, f64x2.mul(odd, v128.load(at, 64)));
      f = f64x2.add(f, f64x2.mul(odd, v128.load(at, 80)));
      g = f64x2.add(g, f64x2.mul(odd, v128.load(at, 96)));
      h = f64x2.add(h, f64x2.mul(odd, v128.load(at, 112)));
    }
    if (row < tileRows) {
      const even = v128.load64_splat(tile);
      a = f64x2.add(a, f64x2.mul(even, v128.load(at)));
      b = f64x2.add(b, f64x2.mul(even, v128.load(at, 16)));
      c = f64x2.add(c, f64x2.mul(even, v128.load(at, 32)));
      d = f64x2.add(d, f64x2.mul(even, v128.load(at, 48)));
    }
  }
  a = f64x2.add(a, e);
  const adjoint = f64x2.extract_lane(a, 0);
  const adjoints = f64x2.splat(adjoint);
  const next: usize = mass == 0 ? 0 : 16;
  give(into, factor, a, adjoints, mass);
  give(into + 16, factor, f64x2.add(b, f), adjoints, mass + next);
  give(into + 32, factor, f64x2.add(c, g), adjoints, mass + 2 * next);
  give(into + 48, factor, f64x2.add(d, h), adjoints, mass + 3 * next);
  return adjoint;
}

/** Takes passages, each with the mass before it, and the groups of changes between them; returns the group that is next. */
export function pass(
  pointers: usize,
  starts: usize,
  offsets: usize,
  weights: usize,
  tileRows: i32,
  tileColumns: i32,
  count: i32,
  columns: usize,
  targets: usize,
  factors: usize,
  groups: usize,
  masses: usize,
  adjoints: usize,
  units: usize,
  changes: usize,
  changeStarts: usize,
  changeMasses: usize,
  group: i32,
  lanes: i32,
  moments: usize,
  first: i32,
  into: usize,
): i32 {
  const bytes = <usize>lanes << 3;
  const vectors = moments + bytes * first;
  for (let i = 0; i < count; i++, masses += bytes) {
    const before = load<i32>(groups + (i << 2));
    subtractMoments(units, changes, changeStarts, changeMasses, group, before, lanes, moments);
    group = max(group, before);
    const column = load<i32>(columns + (i << 2));
    const target = into + bytes * load<i32>(targets + (i << 2));
    const factor = v128.load64_splat(factors + (i << 3));
    const adjoint =
      lanes == 2
        ? takeColumn2(pointers, starts, offsets, weights, tileRows, tileColumns, column, vectors, factor, masses, target)
        : takeColumn8(pointers, starts, offsets, weights, tileRows, tileColumns, column, vectors, factor, masses, target);
    store<f64>(adjoints + (i << 3), load<f64>(adjoints + (i << 3)) + adjoint);
  }
  return group;
}

/** Adds the products of columns with vectors, times their factors, to their targets. */
export function pull(
  pointers: usize,
  starts: usize,
  offsets: usize,
  weights: usize,
  tileRows: i32,
  tileColumns: i32,
  count: i32,
  columns: usize,
  targets: usize,
  factors: usize,
  lanes: i32,
  vectors: usize,
  into: usize,
): void {
  const bytes = <usize>lanes << 3;
  for (let i = 0; i < count; i++) {
    const column = load<i32>(columns + (i << 2));
    const target = into + bytes * load<i32>(targets + (i << 2));
    const factor = v128.load64_splat(factors + (i << 3));
    if (lanes == 2) takeColumn2(pointers, starts, offsets, weights, tileRows, tileColumns, column, vectors, factor, 0, target);
    else takeColumn8(pointers, starts, offsets, weights, tileRows, tileColumns, column, vectors, factor, 0, target);
  }
}
