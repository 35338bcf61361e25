/** How numbers of units lie side by side: two of float64, or four pairs of float64 or fours of float32, 64 bytes. */

/** Bytes of so many lanes. */
@inline
export function bytesOf(lanes: i32): usize {
  return lanes == 2 ? 16 : 64;
}

/** A float64 in all lanes of vectors of T. */
@inline
export function splat<T>(at: usize): v128 {
  return sizeof<T>() == 8 ? v128.load64_splat(at) : f32x4.splat(<f32>load<f64>(at));
}

/** `into += factor * (g + g[0] * mass)` for the lanes of a vector of products g of a column. */
@inline
export function give<T>(into: usize, factor: v128, products: v128, adjoint: v128, mass: usize): void {
  const all = mass == 0 ? products : v128.add<T>(products, v128.mul<T>(adjoint, v128.load(mass)));
  v128.store(into, v128.add<T>(v128.load(into), v128.mul<T>(factor, all)));
}

/** The same for the four vectors of many lanes. */
@inline
export function giveMany<T>(into: usize, factor: v128, a: v128, b: v128, c: v128, d: v128, adjoint: v128, mass: usize): void {
  const next: usize = mass == 0 ? 0 : 16;
  give<T>(into, factor, a, adjoint, mass);
  give<T>(into + 16, factor, b, adjoint, mass + next);
  give<T>(into + 32, factor, c, adjoint, mass + 2 * next);
  give<T>(into + 48, factor, d, adjoint, mass + 3 * next);
}
