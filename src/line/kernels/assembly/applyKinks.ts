/** Units of an activation, touched by kinks. */

import { relativeRounding } from '../../memory/layout';
import { close, hasRoom } from './kinks';
import { Kinks, UnitState } from './records';
import { abs2, field, note, numbersOf, pair, runAt, widen } from './unitNumbers';

/** Widens the magnitude of a unit that is touched, and lists it if it crossed or comes to rest. */
function attend(state: UnitState, at: usize, unit: i32, distance: f64, since: f64, change: f64): void {
  const value = load<f64>(at) + load<f64>(at, field) * distance;
  const slope = load<f64>(at, field) + change;
  const beyond = value > load<f64>(at, 4 * field) || value < load<f64>(at, 3 * field);
  widen(at, abs(value) + abs(slope));
  const rests = change != 0 && abs(slope) < relativeRounding * load<f64>(at, 2 * field);
  if (beyond || rests) note(state, unit, at, since, beyond ? change : 0);
}

/** Brings two units forward and changes their slopes; nothing happens to half a pair that is not there. */
@inline
function touchPair(state: UnitState, at: usize, unit: i32, distance: f64, since: f64, change: v128): void {
  const steep = v128.load(at, field);
  const value = f64x2.add(v128.load(at), f64x2.mul(steep, f64x2.splat(distance)));
  const slope = f64x2.add(steep, change);
  const magnitude = v128.load(at, 2 * field);
  const steepness = abs2(slope);
  const beyond = v128.or(f64x2.gt(value, v128.load(at, 4 * field)), f64x2.lt(value, v128.load(at, 3 * field)));
  const grows = f64x2.gt(f64x2.add(abs2(value), steepness), magnitude);
  const rests = f64x2.lt(steepness, f64x2.mul(f64x2.splat(relativeRounding), magnitude));
  if (v128.any_true(v128.or(beyond, v128.or(grows, rests)))) {
    attend(state, at, unit, distance, since, f64x2.extract_lane(change, 0));
    attend(state, at + 8, unit + 1, distance, since, f64x2.extract_lane(change, 1));
  }
  v128.store(at, value);
  v128.store(at, slope, field);
}

/** Touches the units of a run; returns how many are listed. */
export function touchRun(state: UnitState, run: i32, alpha: f64, changes: usize): i32 {
  const width = state.width;
  const touchedAt = state.touchedAt + (run << 3);
  const since = load<f64>(touchedAt);
  const distance = alpha - since;
  store<f64>(touchedAt, alpha);
  const unit = run * width;
  let at = runAt(state, run);
  state.listed = 0;
  let i = 0;
  for (; i + 2 <= width; i += 2, at += pair, changes += 16) {
    touchPair(state, at, unit + i, distance, since, v128.load(changes));
  }
  if (i < width) touchPair(state, at, unit + i, distance, since, v128.load64_zero(changes));
  return state.listed;
}

/** Is a unit listed because it crossed? */
function crossed(state: UnitState, unit: i32): bool {
  const list = state.list;
  const before = state.before;
  for (let i = 0, listed = state.listed; i < listed; i++) {
    if (load<i32>(list + (i << 2)) == unit && load<f64>(before + (i << 5), 24) != 0) return true;
  }
  return false;
}

/**
 * Passes a run on through its active units, but for those that crossed, to `out` from `end` on; returns where they end.
 */
function emit(state: UnitState, run: i32, changes: usize, out: Kinks, end: i32): i32 {
  const at = runAt(state, run);
  const unit = run * state.width;
  const names = state.names;
  const active = state.active + (unit << 2);
  const count = load<i32>(state.activeCounts + (run << 2));
  const listed = state.listed;
  const outUnits = out.units;
  const outChanges = out.changes;
  for (let i = 0; i < count; i++) {
    const passing = load<i32>(active + (i << 2));
    if (listed > 0 && crossed(state, passing)) continue;
    const within = passing - unit;
    const pieceSlope = load<f64>(numbersOf(at, within), 5 * field);
    const passed = pieceSlope * load<f64>(changes + (within << 3));
    store<i32>(outUnits + (end << 2), names == 0 ? passing : load<i32>(names + (passing << 2)));
    store<f64>(outChanges + (end << 3), passed);
    end += i32(passed != 0);
  }
  return end;
}

/**
 * Touches units by groups of kinks from where `progress` stands, as long as there is room for all of a group; what
 * passes goes to `out`, if there is any. Returns how many units of the last run are listed, 0 at the end.
 */
export function applyKinks(state: UnitState, source: Kinks, out: Kinks): i32 {
  const passes = changetype<usize>(out) != 0;
  const width = state.width;
  const alphas = source.alphas;
  const order = source.order;
  const starts = source.starts;
  const units = source.units;
  const changes = source.changes;
  const groups = source.groups;
  const progress = state.progress;
  let next = load<i32>(progress);
  let done = load<i32>(progress, 4);
  let end = load<i32>(progress, 8);
  let listed = 0;
  for (; next < groups; next++, done = 0) {
    const group = load<i32>(order + (next << 2));
    const alpha = load<f64>(alphas + (group << 3));
    const begin = load<i32>(starts + (group << 2));
    const count = load<i32>(starts + (group << 2), 4) - begin;
    if (passes && done == 0 && !hasRoom(out, count * width)) break;
    for (; done < count && listed == 0; done++) {
      const run = load<i32>(units + ((begin + done) << 2)) / width;
      const from = changes + (((begin + done) * width) << 3);
      listed = touchRun(state, run, alpha, from);
      if (passes) end = emit(state, run, from, out, end);
    }
    if (listed > 0) break;
    if (passes) close(out, alpha, end);
  }
  store<i32>(progress, next);
  store<i32>(progress, done, 4);
  store<i32>(progress, end, 8);
  return listed;
}
