/** Units behind a layer that go straight over a stretch of the line. */

import { stableMargin, relativeRounding } from '../../memory/layout';
import { ChordDeviations, Matrix, UnitState } from './records';
import { sumAllDeviations } from './sumDeviations';
import { abs2, field, pair, widen } from './unitNumbers';

/**
 * Moves the units behind a matrix, whose tiles begin at even rows, straight on, if deviations leave them in their
 * pieces; lists the others, and returns their number.
 */
export function skipStable(matrix: Matrix, deviations: ChordDeviations, state: UnitState, active: bool): i32 {
  const rows = matrix.rows;
  const kinks = deviations.kinks;
  const list = deviations.listed;
  let sums = deviations.sums;
  let numbers = state.numbers;
  memory.fill(sums, 0, <usize>((rows + 1) >> 1) * 64 + 64);
  sumAllDeviations(matrix, deviations);
  const distance = load<f64>(kinks.alphas + ((kinks.groups - 1) << 3)) - load<f64>(state.touchedAt);
  const distances = f64x2.splat(distance);
  const any = i64x2.splat(active ? 0 : -1);
  let listed = 0;
  for (let unit = 0; unit < rows; unit += 2, numbers += pair, sums += 64) {
    const value = v128.load(numbers);
    const steep = v128.load(numbers, field);
    const magnitude = v128.load(numbers, 2 * field);
    const straight = f64x2.add(value, f64x2.mul(steep, distances));
    const landed = f64x2.add(straight, v128.load(sums));
    const middle = v128.load(sums, 32);
    const bound = v128.load(sums, 48);
    const margin = f64x2.add(bound, f64x2.mul(f64x2.splat(stableMargin * relativeRounding), f64x2.add(magnitude, bound)));
    const below = f64x2.lt(f64x2.add(f64x2.add(f64x2.max(value, landed), middle), margin), v128.load(numbers, 4 * field));
    const above = f64x2.gt(f64x2.sub(f64x2.add(f64x2.min(value, landed), middle), margin), v128.load(numbers, 3 * field));
    const goes = v128.or(any, f64x2.eq(v128.load(numbers, 5 * field), f64x2.splat(0)));
    const stays = v128.and(v128.and(below, above), goes);
    if (!i64x2.all_true(stays)) {
      store<i32>(list + (listed << 2), unit);
      listed += i32(i64x2.extract_lane(stays, 0) == 0);
      store<i32>(list + (listed << 2), unit + 1);
      listed += i32(i64x2.extract_lane(stays, 1) == 0);
    }
    const slope = f64x2.add(steep, v128.load(sums, 16));
    v128.store(numbers, v128.bitselect(landed, value, stays));
    v128.store(numbers, v128.bitselect(slope, steep, stays), field);
    const farthest = v128.and(f64x2.add(f64x2.add(abs2(landed), abs2(slope)), f64x2.add(abs2(middle), bound)), stays);
    if (v128.any_true(f64x2.gt(farthest, magnitude))) {
      widen(numbers, f64x2.extract_lane(farthest, 0));
      widen(numbers + 8, f64x2.extract_lane(farthest, 1));
    }
  }
  return listed;
}
