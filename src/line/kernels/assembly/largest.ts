/** The largest of some numbers. */
@inline
export function largestOf(x: usize, bytes: usize): f64 {
  let most = v128.load64_splat(x);
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) most = f64x2.pmax(most, v128.load(x + at));
  if (at < bytes) most = f64x2.pmax(most, v128.load64_splat(x + at));
  const even = f64x2.extract_lane(most, 0);
  const odd = f64x2.extract_lane(most, 1);
  return odd > even ? odd : even;
}
