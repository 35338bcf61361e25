/** A straight line between two points. */
export interface Segment {
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly delta: Float64Array;
}
