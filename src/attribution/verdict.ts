import type { Found } from './method.ts';
import { l1 } from './metrics/distance.ts';

/** What attributions sum to, beside what they should sum to: the target's change along the line. */
export interface Completeness {
  readonly sum: number;
  readonly difference: number;
  /** `|sum - difference|`. */
  readonly gap: number;
  /** The gap relative to `|difference|`; infinite if that is 0 and the gap is not. */
  readonly relativeGap: number;
}

/** Whether attributions are near enough to what the method defines, and how that is known. */
export interface Verdict {
  readonly converged: boolean;
  /**
   * `definition`: nothing is approximated. `exact`: the error is the L1 distance to the exact attributions, relative to
   * their L1 norm. `completeness`: it is the relative completeness gap. `standard error`: it is the L1 norm of the
   * standard errors, relative to that of the attributions. `nothing`: there is nothing to tell it by.
   */
  readonly against: 'definition' | 'exact' | 'completeness' | 'standard error' | 'nothing';
  readonly error?: number;
  /** The tolerance of the error. */
  readonly within?: number;
}

/** The tolerance of verdicts where none is given. */
export const usualTolerance = 0.01;

/** Of perturbation methods the sum is over the features. */
export function completenessOf({ attributions, features = attributions }: Found, difference: number): Completeness {
  const sum = features.reduce((total, attribution) => total + attribution, 0);
  const gap = Math.abs(sum - difference);
  return { sum, difference, gap, relativeGap: gap === 0 ? 0 : gap / Math.abs(difference) };
}

/** The verdict by an error. */
export function judge(against: Verdict['against'], error: number, within: number): Verdict {
  return { converged: error <= within, against, error, within };
}

/** L1 norm of the standard errors, relative to that of the attributions. */
export function relativeStandardError(attributions: Float64Array, standardError: Float64Array): number {
  const error = l1(standardError);
  return error === 0 ? 0 : error / l1(attributions);
}
