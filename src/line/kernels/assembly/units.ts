/** Units of an activation, touched by kinks. */

/** Bytes from one field of a pair of units to the next. */
export const field: usize = 16;
/** Bytes from one pair to the next. */
export const pair: usize = 96;

/** `leastRounding` and `relativeRounding` of `unitState.ts`. */
const leastRounding: f64 = 8.881784197001252e-16;
export const mostRounding: f64 = 1e-12;

/** Where the numbers of a unit are, counted from those at `numbers` on. */
@inline
export function numbersOf(numbers: usize, unit: i32): usize {
  return numbers + <usize>(unit >> 1) * pair + ((unit & 1) << 3);
}

/**
 * Lists a unit, whose numbers are at `at`, with its value and slope, where it has them, and a change; returns how many
 * are listed then.
 */
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
export function widen(at: usize, reach: f64): void {
  const before = load<f64>(at, 2 * field);
  if (reach <= before) return;
  const more = leastRounding * (2 * reach - before);
  store<f64>(at, 2 * reach, 2 * field);
  store<f64>(at, load<f64>(at, 3 * field) - more, 3 * field);
  store<f64>(at, load<f64>(at, 4 * field) + more, 4 * field);
}

/**
 * Of two units that are touched, widens the reach and lists those that crossed or come to rest; at most `count` are
 * there.
 */
function attend(at: usize, count: i32, unit: i32, way: f64, since: f64, change: v128, list: usize, before: usize, listed: i32): i32 {
  listed = attendOne(at, unit, way, since, f64x2.extract_lane(change, 0), list, before, listed);
  return count == 1 ? listed : attendOne(at + 8, unit + 1, way, since, f64x2.extract_lane(change, 1), list, before, listed);
}

function attendOne(at: usize, unit: i32, way: f64, since: f64, change: f64, list: usize, before: usize, listed: i32): i32 {
  const value = load<f64>(at) + load<f64>(at, field) * way;
  const slope = load<f64>(at, field) + change;
  const beyond = value > load<f64>(at, 4 * field) || value < load<f64>(at, 3 * field);
  widen(at, abs(value) + abs(slope));
  const rests = change != 0 && abs(slope) < mostRounding * load<f64>(at, 2 * field);
  return beyond || rests ? note(list, before, listed, unit, at, since, beyond ? change : 0) : listed;
}

/** The absolute values of two numbers. */
@inline
export function abs2(a: v128): v128 {
  return v128.and(a, i64x2.splat(i64.MAX_VALUE));
}

/** Brings two units forward and changes their slopes; returns how many are listed then. */
@inline
function touchPair(at: usize, count: i32, unit: i32, way: f64, since: f64, change: v128, list: usize, before: usize, listed: i32): i32 {
  const steep = v128.load(at, field);
  const value = f64x2.add(v128.load(at), f64x2.mul(steep, f64x2.splat(way)));
  const slope = f64x2.add(steep, change);
  const reach = v128.load(at, 2 * field);
  const steepness = abs2(slope);
  const beyond = v128.or(f64x2.gt(value, v128.load(at, 4 * field)), f64x2.lt(value, v128.load(at, 3 * field)));
  const grows = f64x2.gt(f64x2.add(abs2(value), steepness), reach);
  const rests = f64x2.lt(steepness, f64x2.mul(f64x2.splat(mostRounding), reach));
  if (v128.any_true(v128.or(beyond, v128.or(grows, rests)))) {
    listed = attend(at, count, unit, way, since, change, list, before, listed);
  }
  v128.store(at, value);
  v128.store(at, slope, field);
  return listed;
}

/** Touches the units of a run, whose pairs are at `at`; returns how many are listed. */
export function touchRun(at: usize, width: i32, touchedAt: usize, alpha: f64, unit: i32, changes: usize, list: usize, before: usize): i32 {
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

/** Is a unit listed because it crossed? */
function crossed(unit: i32, list: usize, before: usize, listed: i32): bool {
  for (let i = 0; i < listed; i++) {
    if (load<i32>(list + (i << 2)) == unit && load<f64>(before + (i << 5), 24) != 0) return true;
  }
  return false;
}

/**
 * Passes a run on through its active units, but for those that crossed, to `outUnits` and `outChanges` from `end` on;
 * returns where they end.
 */
function emit(
  at: usize,
  unit: i32,
  names: usize,
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
    const gain = load<f64>(numbersOf(at, within), 5 * field);
    const passed = gain * load<f64>(changes + (within << 3));
    store<i32>(outUnits + (end << 2), names == 0 ? passing : load<i32>(names + (passing << 2)));
    store<f64>(outChanges + (end << 3), passed);
    end += i32(passed != 0);
  }
  return end;
}

/**
 * Touches units by groups of kinks from where `progress` stands, as long as there is room for all of a group. Returns
 * how many units of the last run are listed, 0 at the end; where it came to, and how many groups are written, is in
 * `progress`.
 */
export function touchUnits(
  numbers: usize,
  touchedAt: usize,
  width: i32,
  names: usize,
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
      end = emit(at, unit, names, from, active + (unit << 2), passing, list, before, listed, outUnits, outChanges, end);
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

/**
 * Lists the units of the first run with any, from `progress[0]` on, that are beyond a threshold at an alpha; returns
 * how many.
 */
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
