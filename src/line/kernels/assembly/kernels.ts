/**
 * The inner loops of `plainKernels.ts` on two float64 at a time, in AssemblyScript. Arguments are addresses in the
 * memory that is imported, counts and numbers; each sum is made in the same order as there, so that results are
 * equal to the bit. `npm run build:kernels` compiles this into `wasmModule.ts`.
 */

/** Fills bytes with zeros. */
export function clear(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}

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

/** Bytes from one field of a pair of units to the next, and from one pair to the next. */
const field: usize = 16;
const pair: usize = 96;

/** Lists a unit, whose numbers are at `at`, with its value and slope, where it has them, and a change; returns how many are listed then. */
function note(list: usize, before: usize, listed: i32, unit: i32, at: usize, since: f64, change: f64): i32 {
  const to = before + (listed << 5);
  store<i32>(list + (listed << 2), unit);
  store<f64>(to, load<f64>(at));
  store<f64>(to, load<f64>(at, field), 8);
  store<f64>(to, since, 16);
  store<f64>(to, change, 24);
  return listed + 1;
}

/** If a unit reaches farther than before, so does rounding: twice as far, so that this is rare. */
function widen(at: usize, reach: f64): void {
  const before = load<f64>(at, 2 * field);
  if (reach <= before) return;
  const more = 1e-12 * (2 * reach - before);
  store<f64>(at, 2 * reach, 2 * field);
  store<f64>(at, load<f64>(at, 3 * field) - more, 3 * field);
  store<f64>(at, load<f64>(at, 4 * field) + more, 4 * field);
}

/** Of two units that are touched, widens the reach and lists those that crossed or come to rest; at most `count` are there. */
function attend(at: usize, count: i32, unit: i32, way: f64, since: f64, change: v128, list: usize, before: usize, listed: i32): i32 {
  listed = attendOne(at, unit, way, since, f64x2.extract_lane(change, 0), list, before, listed);
  return count == 1 ? listed : attendOne(at + 8, unit + 1, way, since, f64x2.extract_lane(change, 1), list, before, listed);
}

function attendOne(at: usize, unit: i32, way: f64, since: f64, change: f64, list: usize, before: usize, listed: i32): i32 {
  const value = load<f64>(at) + load<f64>(at, field) * way;
  const slope = load<f64>(at, field) + change;
  const beyond = value > load<f64>(at, 4 * field) || value < load<f64>(at, 3 * field);
  widen(at, abs(value) + abs(slope));
  const rests = change != 0 && abs(slope) < 1e-12 * load<f64>(at, 2 * field);
  return beyond || rests ? note(list, before, listed, unit, at, since, beyond ? change : 0) : listed;
}

/** Brings two units forward and changes their slopes; returns how many are listed then. */
@inline
function touchPair(at: usize, count: i32, unit: i32, way: f64, since: f64, change: v128, list: usize, before: usize, listed: i32): i32 {
  const steep = v128.load(at, field);
  const value = f64x2.add(v128.load(at), f64x2.mul(steep, f64x2.splat(way)));
  const slope = f64x2.add(steep, change);
  const reach = v128.load(at, 2 * field);
  const magnitude = i64x2.splat(i64.MAX_VALUE);
  const steepness = v128.and(slope, magnitude);
  const beyond = v128.or(f64x2.gt(value, v128.load(at, 4 * field)), f64x2.lt(value, v128.load(at, 3 * field)));
  const grows = f64x2.gt(f64x2.add(v128.and(value, magnitude), steepness), reach);
  const rests = f64x2.lt(steepness, f64x2.mul(f64x2.splat(1e-12), reach));
  if (v128.any_true(v128.or(beyond, v128.or(grows, rests)))) {
    listed = attend(at, count, unit, way, since, change, list, before, listed);
  }
  v128.store(at, value);
  v128.store(at, slope, field);
  return listed;
}

/** Touches the units of a run, whose pairs are at `at`; returns how many are listed. */
function touchRun(at: usize, width: i32, touchedAt: usize, alpha: f64, unit: i32, changes: usize, list: usize, before: usize): i32 {
  const since = load<f64>(touchedAt);
  const way = alpha - since;
  store<f64>(touchedAt, alpha);
  let listed = 0;
  let i = 0;
  for (; i + 2 <= width; i += 2, at += pair, changes += 16) {
    listed = touchPair(at, 2, unit + i, way, since, v128.load(changes), list, before, listed);
  }
  return i < width ? touchPair(at, 1, unit + i, way, since, v128.load64_zero(changes), list, before, listed) : listed;
}

/** Brings a departure forward: its value goes on by its slope. */
@inline
function departTo(at: usize, alpha: f64): void {
  const value = load<f64>(at) + load<f64>(at, 8) * (alpha - load<f64>(at, 24));
  store<f64>(at, value);
  v128.store64_lane(at, f64x2.pmax(v128.load64_zero(at, 16), f64x2.splat(abs(value))), 0, 16);
  store<f64>(at, alpha, 24);
}

/** Copies groups of kinks in their order, and sums up how far inputs that they change depart from straight lines; returns how many do. */
export function depart(
  alphas: usize,
  order: usize,
  starts: usize,
  units: usize,
  changes: usize,
  from: i32,
  to: i32,
  outAlphas: usize,
  outStarts: usize,
  outUnits: usize,
  outChanges: usize,
  departing: usize,
  numbers: usize,
  places: usize,
): i32 {
  let count = 0;
  let out = 0;
  let alpha: f64 = 0;
  for (let place = from; place < to; place++, outAlphas += 8) {
    const group = load<i32>(order + (place << 2));
    alpha = load<f64>(alphas + (group << 3));
    store<f64>(outAlphas, alpha);
    for (let e = load<i32>(starts + (group << 2)), end = load<i32>(starts + (group << 2), 4); e < end; e++, out++) {
      const unit = load<i32>(units + (e << 2));
      const change = load<f64>(changes + (e << 3));
      let index = load<i32>(places + (unit << 2)) - 1;
      if (index < 0) {
        index = count++;
        store<i32>(departing + (index << 2), unit);
        store<i32>(places + (unit << 2), count);
        v128.store(numbers + (index << 5), i64x2.splat(0));
        v128.store(numbers + (index << 5), i64x2.splat(0), 16);
      }
      const at = numbers + (index << 5);
      departTo(at, alpha);
      store<f64>(at, load<f64>(at, 8) + change, 8);
      store<i32>(outUnits + (out << 2), index);
      store<f64>(outChanges + (out << 3), change);
    }
    outStarts += 4;
    store<i32>(outStarts, out);
  }
  for (let i = 0; i < count; i++) {
    departTo(numbers + (i << 5), alpha);
    store<i32>(places + (load<i32>(departing + (i << 2)) << 2), 0);
  }
  return count;
}

/** Adds the products of four weights with a number of four departures to the sums of two units, and of two more. */
@inline
function addProducts(a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128, from: usize, sums: usize): void {
  const p = v128.load64_splat(from);
  const q = v128.load64_splat(from, 32);
  const r = v128.load64_splat(from, 64);
  const s = v128.load64_splat(from, 96);
  const first = f64x2.add(f64x2.add(f64x2.mul(a, p), f64x2.mul(b, q)), f64x2.add(f64x2.mul(c, r), f64x2.mul(d, s)));
  v128.store(sums, f64x2.add(v128.load(sums), first));
  const second = f64x2.add(f64x2.add(f64x2.mul(e, p), f64x2.mul(f, q)), f64x2.add(f64x2.mul(g, r), f64x2.mul(h, s)));
  v128.store(sums, f64x2.add(v128.load(sums, 48), second), 48);
}

/** Adds what four departures make of four units, whose weights they are two by two. */
@inline
function addFour(a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128, departures: usize, sums: usize): void {
  addProducts(a, b, c, d, e, f, g, h, departures, sums);
  addProducts(a, b, c, d, e, f, g, h, departures + 8, sums + 16);
  addProducts(abs2(a), abs2(b), abs2(c), abs2(d), abs2(e), abs2(f), abs2(g), abs2(h), departures + 16, sums + 32);
}

/** `|a|` */
@inline
function abs2(a: v128): v128 {
  return v128.and(a, i64x2.splat(i64.MAX_VALUE));
}

/** Two weights of a column, of which `left` bytes are left. */
@inline
function loadPair(at: usize, left: usize): v128 {
  return left < 16 ? v128.load64_zero(at) : v128.load(at);
}

/** Adds what one departure makes of two units. */
@inline
function addOne(a: v128, departure: usize, sums: usize): void {
  v128.store(sums, f64x2.add(v128.load(sums), f64x2.mul(a, v128.load64_splat(departure))));
  v128.store(sums, f64x2.add(v128.load(sums, 16), f64x2.mul(a, v128.load64_splat(departure, 8))), 16);
  const bound = f64x2.mul(v128.and(a, i64x2.splat(i64.MAX_VALUE)), v128.load64_splat(departure, 16));
  v128.store(sums, f64x2.add(v128.load(sums, 32), bound), 32);
}

/** Sums up what departures make of the units whose weights fill so many bytes from `weights` on, and a stride further those for the next input. */
function sumDepartures(weights: usize, stride: usize, bytes: usize, count: i32, units: usize, departures: usize, sums: usize): void {
  let n = 0;
  for (; n + 4 <= count; n += 4, departures += 128) {
    const i = weights + <usize>load<i32>(units + (n << 2)) * stride;
    const j = weights + <usize>load<i32>(units + (n << 2), 4) * stride;
    const k = weights + <usize>load<i32>(units + (n << 2), 8) * stride;
    const l = weights + <usize>load<i32>(units + (n << 2), 12) * stride;
    let at = sums;
    let r: usize = 0;
    for (; r + 32 <= bytes; r += 32, at += 96) {
      const a = v128.load(i + r);
      const b = v128.load(j + r);
      const c = v128.load(k + r);
      const d = v128.load(l + r);
      const e = v128.load(i + r, 16);
      const f = v128.load(j + r, 16);
      const g = v128.load(k + r, 16);
      const h = v128.load(l + r, 16);
      addFour(a, b, c, d, e, f, g, h, departures, at);
    }
    for (; r < bytes; r += 16, at += 48) {
      const left = bytes - r;
      const none = i64x2.splat(0);
      addFour(loadPair(i + r, left), loadPair(j + r, left), loadPair(k + r, left), loadPair(l + r, left), none, none, none, none, departures, at);
    }
  }
  for (; n < count; n++, departures += 32) {
    const i = weights + <usize>load<i32>(units + (n << 2)) * stride;
    for (let at = sums, r: usize = 0; r < bytes; r += 16, at += 48) addOne(loadPair(i + r, bytes - r), departures, at);
  }
}

/** Bytes of a column that are taken at a time: their sums stay in the nearest cache. */
const chunk: usize = 2048;

/**
 * Moves the units behind a dense matrix, of which `weights` is the tile, straight on, if departures leave them in their pieces;
 * lists the others, and returns their number.
 */
export function leap(
  weights: usize,
  rows: i32,
  count: i32,
  units: usize,
  departures: usize,
  sums: usize,
  list: usize,
  numbers: usize,
  way: f64,
): i32 {
  const stride = <usize>rows << 3;
  memory.fill(sums, 0, <usize>((rows + 1) >> 1) * 48 + 48);
  for (let r: usize = 0; r < stride; r += chunk) {
    sumDepartures(weights + r, stride, min(chunk, stride - r), count, units, departures, sums + 3 * r);
  }
  const ways = f64x2.splat(way);
  const magnitude = i64x2.splat(i64.MAX_VALUE);
  let listed = 0;
  for (let unit = 0; unit < rows; unit += 2, numbers += pair, sums += 48) {
    const value = v128.load(numbers);
    const steep = v128.load(numbers, field);
    const reach = v128.load(numbers, 2 * field);
    const straight = f64x2.add(value, f64x2.mul(steep, ways));
    const bound = v128.load(sums, 32);
    const margin = f64x2.add(bound, f64x2.mul(f64x2.splat(2e-12), reach));
    const below = f64x2.lt(f64x2.add(f64x2.max(value, straight), margin), v128.load(numbers, 4 * field));
    const above = f64x2.gt(f64x2.sub(f64x2.min(value, straight), margin), v128.load(numbers, 3 * field));
    const stays = v128.and(below, above);
    if (!i64x2.all_true(stays)) {
      store<i32>(list + (listed << 2), unit);
      listed += i32(i64x2.extract_lane(stays, 0) == 0);
      store<i32>(list + (listed << 2), unit + 1);
      listed += i32(i64x2.extract_lane(stays, 1) == 0);
    }
    const landed = f64x2.add(straight, v128.load(sums));
    const slope = f64x2.add(steep, v128.load(sums, 16));
    v128.store(numbers, v128.bitselect(landed, value, stays));
    v128.store(numbers, v128.bitselect(slope, steep, stays), field);
    const farthest = v128.and(f64x2.add(f64x2.add(v128.and(landed, magnitude), v128.and(slope, magnitude)), bound), stays);
    if (v128.any_true(f64x2.gt(farthest, reach))) {
      widen(numbers, f64x2.extract_lane(farthest, 0));
      widen(numbers + 8, f64x2.extract_lane(farthest, 1));
    }
  }
  return listed;
}

/** Copies the listed rows of the columns of units. */
export function gather(weights: usize, rows: i32, units: usize, count: i32, list: usize, listed: i32, out: usize): void {
  for (let i = 0; i < count; i++) {
    const column = weights + ((<usize>load<i32>(units + (i << 2)) * <usize>rows) << 3);
    for (let k = 0; k < listed; k++, out += 8) store<f64>(out, load<f64>(column + (load<i32>(list + (k << 2)) << 3)));
  }
}

/** Is a unit listed because it crossed? */
function crossed(unit: i32, list: usize, before: usize, listed: i32): bool {
  for (let i = 0; i < listed; i++) {
    if (load<i32>(list + (i << 2)) == unit && load<f64>(before + (i << 5), 24) != 0) return true;
  }
  return false;
}

/** Passes a run on through its active units, but for those that crossed, to `outUnits` and `outChanges` from `end` on; returns where they end. */
function emit(
  at: usize,
  unit: i32,
  changes: usize,
  active: usize,
  count: i32,
  list: usize,
  before: usize,
  listed: i32,
  outUnits: usize,
  outChanges: usize,
  end: i32,
): i32 {
  for (let i = 0; i < count; i++) {
    const passing = load<i32>(active + (i << 2));
    if (listed > 0 && crossed(passing, list, before, listed)) continue;
    const within = passing - unit;
    const gain = load<f64>(at + <usize>(within >> 1) * pair + ((within & 1) << 3), 5 * field);
    const passed = gain * load<f64>(changes + (within << 3));
    store<i32>(outUnits + (end << 2), passing);
    store<f64>(outChanges + (end << 3), passed);
    end += i32(passed != 0);
  }
  return end;
}

/**
 * Touches units by groups of kinks from where `progress` stands, as long as there is room for all of a group. Returns how
 * many units of the last run are listed, 0 at the end; where it came to, and how many groups are written, is in `progress`.
 */
export function touchUnits(
  numbers: usize,
  touchedAt: usize,
  width: i32,
  list: usize,
  before: usize,
  progress: usize,
  active: usize,
  activeCounts: usize,
  alphas: usize,
  order: usize,
  starts: usize,
  units: usize,
  changes: usize,
  groups: i32,
  outAlphas: usize,
  outStarts: usize,
  outUnits: usize,
  outChanges: usize,
  groupRoom: i32,
  runRoom: i32,
): i32 {
  const bytes = <usize>((width + 1) >> 1) * pair;
  const passes = outUnits != 0;
  let next = load<i32>(progress);
  let done = load<i32>(progress, 4);
  let end = load<i32>(progress, 8);
  let out = load<i32>(progress, 12);
  let listed = 0;
  for (; next < groups; next++, done = 0) {
    const group = load<i32>(order + (next << 2));
    const alpha = load<f64>(alphas + (group << 3));
    const begin = load<i32>(starts + (group << 2));
    const count = load<i32>(starts + (group << 2), 4) - begin;
    if (passes && done == 0 && (out == groupRoom || end + count * width > runRoom)) break;
    for (; done < count && listed == 0; done++) {
      const unit = load<i32>(units + ((begin + done) << 2));
      const run = unit / width;
      const at = numbers + <usize>run * bytes;
      const from = changes + (((begin + done) * width) << 3);
      listed = touchRun(at, width, touchedAt + (run << 3), alpha, unit, from, list, before);
      if (!passes) continue;
      const passing = load<i32>(activeCounts + (run << 2));
      end = emit(at, unit, from, active + (unit << 2), passing, list, before, listed, outUnits, outChanges, end);
    }
    if (listed > 0) break;
    if (!passes || end == load<i32>(outStarts + (out << 2))) continue;
    store<f64>(outAlphas + (out++ << 3), alpha);
    store<i32>(outStarts + (out << 2), end);
  }
  store<i32>(progress, next);
  store<i32>(progress, done, 4);
  store<i32>(progress, end, 8);
  store<i32>(progress, out, 12);
  return listed;
}

/** Lists the units of the first run with any, from `progress[0]` on, that are beyond a threshold at an alpha; returns how many. */
export function look(numbers: usize, touchedAt: usize, width: i32, list: usize, before: usize, progress: usize, runs: i32, alpha: f64): i32 {
  const bytes = <usize>((width + 1) >> 1) * pair;
  let listed = 0;
  let run = load<i32>(progress);
  for (; run < runs && listed == 0; run++) {
    const since = load<f64>(touchedAt + (run << 3));
    const ways = f64x2.splat(alpha - since);
    let at = numbers + <usize>run * bytes;
    for (let i = 0; i < width; i += 2, at += pair) {
      const value = f64x2.add(v128.load(at), f64x2.mul(v128.load(at, field), ways));
      const beyond = v128.or(f64x2.gt(value, v128.load(at, 4 * field)), f64x2.lt(value, v128.load(at, 3 * field)));
      if (!v128.any_true(beyond)) continue;
      const unit = run * width + i;
      if (i64x2.extract_lane(beyond, 0) != 0) listed = note(list, before, listed, unit, at, since, 0);
      if (i64x2.extract_lane(beyond, 1) != 0) listed = note(list, before, listed, unit + 1, at + 8, since, 0);
    }
  }
  store<i32>(progress, run);
  return listed;
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

/**
 * Gives two targets what comes through two columns of one group in eight lanes, with the sums in the order of `takeColumn8`:
 * first those of even rows, then those of odd ones, so that each vector is loaded once for both.
 *
 * @param gap between the weights of the first column and those of the second
 */
function takeColumns8(
  starts: usize,
  offsets: usize,
  weights: usize,
  tileRows: i32,
  begin: i32,
  end: i32,
  gap: usize,
  vectors: usize,
  factor: v128,
  factor2: v128,
  into: usize,
  into2: usize,
): void {
  const zero = f64x2.splat(0);
  let a = zero;
  let b = zero;
  let c = zero;
  let d = zero;
  let e = zero;
  let f = zero;
  let g = zero;
  let h = zero;
  let evenA = zero;
  let evenB = zero;
  let evenC = zero;
  let evenD = zero;
  let evenE = zero;
  let evenF = zero;
  let evenG = zero;
  let evenH = zero;
  for (let first = 0; first < 2; first++) {
    for (let t = begin; t < end; t++) {
      let tile = weights + (<usize>(load<i32>(offsets + (t << 2)) + first) << 3);
      let other = tile + gap;
      let at = vectors + (<usize>(load<i32>(starts + (t << 2)) + first) << 6);
      for (let row = first; row < tileRows; row += 2, tile += 16, other += 16, at += 128) {
        const weight = v128.load64_splat(tile);
        const weight2 = v128.load64_splat(other);
        const p = v128.load(at);
        const q = v128.load(at, 16);
        const r = v128.load(at, 32);
        const s = v128.load(at, 48);
        a = f64x2.add(a, f64x2.mul(weight, p));
        b = f64x2.add(b, f64x2.mul(weight, q));
        c = f64x2.add(c, f64x2.mul(weight, r));
        d = f64x2.add(d, f64x2.mul(weight, s));
        e = f64x2.add(e, f64x2.mul(weight2, p));
        f = f64x2.add(f, f64x2.mul(weight2, q));
        g = f64x2.add(g, f64x2.mul(weight2, r));
        h = f64x2.add(h, f64x2.mul(weight2, s));
      }
    }
    if (first == 1) break;
    evenA = a;
    evenB = b;
    evenC = c;
    evenD = d;
    evenE = e;
    evenF = f;
    evenG = g;
    evenH = h;
    a = zero;
    b = zero;
    c = zero;
    d = zero;
    e = zero;
    f = zero;
    g = zero;
    h = zero;
  }
  give(into, factor, f64x2.add(evenA, a), zero, 0);
  give(into + 16, factor, f64x2.add(evenB, b), zero, 0);
  give(into + 32, factor, f64x2.add(evenC, c), zero, 0);
  give(into + 48, factor, f64x2.add(evenD, d), zero, 0);
  give(into2, factor2, f64x2.add(evenE, e), zero, 0);
  give(into2 + 16, factor2, f64x2.add(evenF, f), zero, 0);
  give(into2 + 32, factor2, f64x2.add(evenG, g), zero, 0);
  give(into2 + 48, factor2, f64x2.add(evenH, h), zero, 0);
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
    if (lanes == 2) {
      takeColumn2(pointers, starts, offsets, weights, tileRows, tileColumns, column, vectors, factor, 0, target);
      continue;
    }
    const group = column / tileColumns;
    const next = i + 1 < count ? load<i32>(columns + (i << 2), 4) : -1;
    if (next < 0 || next / tileColumns != group) {
      takeColumn8(pointers, starts, offsets, weights, tileRows, tileColumns, column, vectors, factor, 0, target);
      continue;
    }
    const begin = load<i32>(pointers + (group << 2));
    const end = load<i32>(pointers + (group << 2), 4);
    const from = weights + (<usize>((column - group * tileColumns) * tileRows) << 3);
    const gap = <usize>((next - column) * tileRows) << 3;
    i++;
    const target2 = into + bytes * load<i32>(targets + (i << 2));
    takeColumns8(starts, offsets, from, tileRows, begin, end, gap, vectors, factor, v128.load64_splat(factors + (i << 3)), target, target2);
  }
}
