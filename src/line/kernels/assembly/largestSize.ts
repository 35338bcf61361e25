/** The largest size of some numbers. */

export function largestSize(x: usize, count: i32): f64 {
  const bytes = <usize>count << 3;
  let sizes = f64x2.splat(0);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) sizes = f64x2.pmax(sizes, f64x2.abs(v128.load(x + i)));
  if (i < bytes) sizes = f64x2.pmax(sizes, f64x2.abs(v128.load64_splat(x + i)));
  return max(f64x2.extract_lane(sizes, 0), f64x2.extract_lane(sizes, 1));
}
