/** A straight line between two points. */
export interface Segment {
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly delta: Float64Array;
}

/** `to - from`. */
export function difference(from: Float64Array, to: Float64Array): Float64Array {
  return to.map((x, i) => x - from[i]);
}

/** Element by element. */
export function product(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((x, i) => x * b[i]);
}
