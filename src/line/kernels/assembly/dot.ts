/** The sum of products of two vectors. */

export function dot(x: usize, y: usize, count: i32): f64 {
  const bytes = <usize>count << 3;
  let first = f64x2.splat(0);
  let second = first;
  let rest: f64 = 0;
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    first = f64x2.add(first, f64x2.mul(v128.load(x + i), v128.load(y + i)));
    second = f64x2.add(second, f64x2.mul(v128.load(x + i, 16), v128.load(y + i, 16)));
  }
  for (; i < bytes; i += 8) rest += load<f64>(x + i) * load<f64>(y + i);
  const pair = f64x2.add(first, second);
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1) + rest;
}
