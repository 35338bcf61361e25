import type { Ends } from '../integrators/index.ts';
import type { Found } from '../methods/index.ts';
import { l1 } from '../metrics/index.ts';

/** What attributions sum to, beside what they should sum to: the target's change along the line. */
export interface Completeness {
  readonly sum: number;
  readonly difference: number;
  /** `|sum - difference|`. */
  readonly gap: number;
  /** The gap relative to the attributions' L1 norm; infinite if that is 0 and the gap is not. */
  readonly relativeGap: number;
}

/** Whether attributions are near enough to what the method defines, and how that is known. */
export interface Verdict {
  readonly converged: boolean;
  /**
   * `definition`: nothing is approximated. `exact`: the error is the L1 distance to the exact attributions, relative to
   * their L1 norm. `completeness`: it is the relative completeness gap, 0 where that is rounding of the target's
   * values. `line`, of exact answers that promise no sum: it is the gap of the target followed along the line, relative
   * to the length of its way. `standard error`: it is the L1 norm of the standard errors, relative to that of the
   * attributions. `nothing`: there is nothing to tell it by; of exact answers, on a part of the line that `why` tells.
   */
  readonly against: 'definition' | 'exact' | 'completeness' | 'line' | 'standard error' | 'nothing';
  /** The same in a sentence. */
  readonly why: string;
  readonly error?: number;
  /** The tolerance of the error. */
  readonly within?: number;
}

/** The tolerance of verdicts where none is given. */
export const usualTolerance = 0.01;
/**
 * Of exact answers: what rounding may make of them in networks that magnify it from layer to layer; float32 makes as
 * much of weights.
 */
export const exactTolerance = 1e-6;
/** Rounding of a value of the target, relative to it: 256 times that of float64. */
const valueRounding = 2 ** -44;

/** Of perturbation methods the sum is over the features. */
export function completenessOf({ attributions, features = attributions }: Found, ends: Ends): Completeness {
  const sum = features.reduce((total, attribution) => total + attribution, 0);
  const difference = ends.atInput - ends.atBaseline;
  const gap = Math.abs(sum - difference);
  return { sum, difference, gap, relativeGap: gap === 0 ? 0 : gap / l1(features) };
}

/** The relative gap, or 0 if rounding of the target's values makes as much. */
export function completenessError(found: Found, ends: Ends): number {
  const { gap, relativeGap } = completenessOf(found, ends);
  return isRounding(gap, ends) ? 0 : relativeGap;
}

/**
 * By how much integrals of a head's gradient miss its changes stretch by stretch, where misses do not make up for each
 * other, relative to the attributions' L1 norm.
 */
export function missedError({ attributions, shortfall }: Found, ends: Ends): number {
  const missed = shortfall?.missed ?? 0;
  return isRounding(missed, ends) ? 0 : missed / l1(attributions);
}

/** Can a gap between two ways to know the target's change be rounding of its values? */
export function isRounding(gap: number, { atBaseline, atInput }: Ends): boolean {
  return gap <= valueRounding * (Math.abs(atBaseline) + Math.abs(atInput));
}

/** Nothing is approximated. */
export const byDefinition: Verdict = { converged: true, against: 'definition', why: 'Nothing is approximated.' };

/** There is no telling. */
export const byNothing: Verdict = {
  converged: false,
  against: 'nothing',
  why: 'There is nothing to tell by how far off the attributions are.',
};

/** A part of the line was not looked at closely enough. */
export function byUnlooked(share: number): Verdict {
  return {
    converged: false,
    against: 'nothing',
    why:
      `On ${Number(share.toPrecision(2))} of the line smooth layers turn, or units behind them bend, too often to be followed. ` +
      'There is no telling by how far off the attributions are.',
  };
}

/** What errors mean. */
const meanings = {
  exact: (error: number) => `The attributions are ${error} of the exact ones' L1 norm off these`,
  completeness: (error: number) => `The attributions miss the target's change by ${error} of their L1 norm`,
  line: (error: number) => `Followed along the line, the target ends ${error} of its way off where it is evaluated`,
  'standard error': (error: number) => `The standard errors' L1 norm is ${error} of that of the attributions`,
} as const;

/** The verdict by an error. */
export function byError(by: keyof typeof meanings, error: number, within: number): Verdict {
  const why = `${meanings[by](Number(error.toPrecision(2)))}; ${within} is allowed.`;
  return { converged: error <= within, against: by, why, error, within };
}

/** L1 norm of the standard errors, relative to that of the attributions. */
export function relativeStandardError(attributions: Float64Array, standardError: Float64Array): number {
  const error = l1(standardError);
  return error === 0 ? 0 : error / l1(attributions);
}
