/** How numbers of units lie side by side: two of float64, or four pairs of float64 or fours of float32, 64 bytes. */

/** Bytes of so many lanes. */
@inline
export function bytesOf(lanes: i32): usize {
  return lanes == 2 ? 16 : 64;
}
