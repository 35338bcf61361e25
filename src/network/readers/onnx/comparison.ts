import type { Tensor } from './value.ts';

/** Where a computed value is above a threshold, or below it. It has no gradient, but may say which pieces meet there. */
export interface Comparison {
  readonly x: Tensor;
  readonly threshold: number;
  readonly isAbove: boolean;
  /** Does it hold at the threshold itself? */
  readonly holdsAt: boolean;
}
