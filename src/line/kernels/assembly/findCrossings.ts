/** Units of an activation that are beyond a threshold. */

import { UnitState } from './records';
import { field, note, pair, runAt } from './unitNumbers';

/**
 * Lists the units of the first run with any, from `progress[0]` on, that are beyond a threshold at an alpha; returns
 * how many.
 */
export function findCrossings(state: UnitState, alpha: f64): i32 {
  const width = state.width;
  const runs = state.runs;
  const touchedAt = state.touchedAt;
  const progress = state.progress;
  let run = load<i32>(progress);
  state.listed = 0;
  for (; run < runs && state.listed == 0; run++) {
    const since = load<f64>(touchedAt + (run << 3));
    const distances = f64x2.splat(alpha - since);
    let at = runAt(state, run);
    for (let i = 0; i < width; i += 2, at += pair) {
      const value = f64x2.add(v128.load(at), f64x2.mul(v128.load(at, field), distances));
      const beyond = v128.or(f64x2.gt(value, v128.load(at, 4 * field)), f64x2.lt(value, v128.load(at, 3 * field)));
      if (!v128.any_true(beyond)) continue;
      const unit = run * width + i;
      if (i64x2.extract_lane(beyond, 0) != 0) note(state, unit, at, since, 0);
      if (i64x2.extract_lane(beyond, 1) != 0) note(state, unit + 1, at + 8, since, 0);
    }
  }
  store<i32>(progress, run);
  return state.listed;
}
