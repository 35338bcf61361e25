import type { StraightLine } from '../../line/index.ts';

/** A straight line with what leads along it; of a layer, between its values at the baseline and at the input. */
export interface Segment extends StraightLine {
  readonly delta: Float64Array;
}
