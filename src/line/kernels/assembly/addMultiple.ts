/** A vector and a multiple of another. */

/** `into = x + factor * y`; x may be where the sum is written. */
export function addMultiple(x: usize, factor: f64, y: usize, count: i32, into: usize): void {
  const bytes = <usize>count << 3;
  const factors = f64x2.splat(factor);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16)
    v128.store(into + i, f64x2.add(v128.load(x + i), f64x2.mul(factors, v128.load(y + i))));
  if (i < bytes) store<f64>(into + i, load<f64>(x + i) + factor * load<f64>(y + i));
}
