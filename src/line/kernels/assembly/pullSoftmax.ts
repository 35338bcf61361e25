/** Adjoints back through softmax. */

import { largestOf } from './largest';

/** `pulled = y (adjoint - sum y adjoint)`, with adjoints relative to that of the largest y. */
export function pullSoftmax(y: usize, adjoint: usize, count: i32, pulled: usize): void {
  const bytes = <usize>count << 3;
  const origin = load<f64>(adjoint + placeOfLargest(y, bytes));
  const origins = f64x2.splat(origin);
  let first = f64x2.splat(0);
  let second = first;
  let rest: f64 = 0;
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    first = f64x2.add(first, f64x2.mul(v128.load(y + i), f64x2.sub(v128.load(adjoint + i), origins)));
    second = f64x2.add(second, f64x2.mul(v128.load(y + i, 16), f64x2.sub(v128.load(adjoint + i, 16), origins)));
  }
  for (; i < bytes; i += 8) rest += load<f64>(y + i) * (load<f64>(adjoint + i) - origin);
  const pair = f64x2.add(first, second);
  const mean = f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1) + rest;
  const means = f64x2.splat(mean);
  for (i = 0; i + 16 <= bytes; i += 16) {
    const relative = f64x2.sub(f64x2.sub(v128.load(adjoint + i), origins), means);
    v128.store(pulled + i, f64x2.mul(v128.load(y + i), relative));
  }
  if (i < bytes) store<f64>(pulled + i, load<f64>(y + i) * (load<f64>(adjoint + i) - origin - mean));
}

/** The bytes before the first of the largest numbers. */
@inline
function placeOfLargest(y: usize, bytes: usize): usize {
  const largest = f64x2.splat(largestOf(y, bytes));
  let place: usize = 0;
  while (place + 16 <= bytes && !v128.any_true(f64x2.eq(v128.load(y + place), largest))) place += 16;
  return place + 8 < bytes && load<f64>(y + place) != f64x2.extract_lane(largest, 0) ? place + 8 : place;
}
