import { endingWith } from '../head/index.ts';
import type { Ends } from '../integrators/index.ts';
import type { Found, Question } from '../methods/index.ts';
import { relativeL1 } from '../metrics/index.ts';
import type { Answer, Estimator } from './estimator.ts';
import { lineGap } from './lineGap.ts';
import {
  byDefinition,
  byError,
  byNothing,
  completenessError,
  exactTolerance,
  relativeStandardError,
  type Verdict,
} from './verdict.ts';

/** What an estimate is assessed by. */
export interface Reference {
  /** Exact attributions, if they are known. */
  readonly exact?: Float64Array;
  /** The target at both ends of the line, if the attributions should sum to its change. */
  readonly ends?: Ends;
}

/** By the exact attributions if they are known, else by what is left to chance, else by completeness. */
export function assess(found: Found, estimator: Estimator, { exact, ends }: Reference, within: number): Verdict {
  const { attributions, standardError, certain } = found;
  if (certain === true) return byDefinition;
  if (exact) return byError('exact', relativeL1(attributions, exact), within);
  if (standardError) return byError('standard error', relativeStandardError(attributions, standardError), within);
  if (ends === undefined || estimator.random === true) return byNothing;
  return byError('completeness', completenessError(found, ends), within);
}

/**
 * An answer in which nothing is approximated is off by rounding alone: by its completeness, else by that of the lines
 * it is about.
 */
export function assessExact({ found, each }: Answer, { network, target }: Question, { ends }: Reference): Verdict {
  const restrictions = each.flatMap(({ restriction }) => restriction ?? []);
  if (restrictions.length === 0) return byDefinition;
  if (ends) return byError('completeness', completenessError(found, ends), exactTolerance);
  const { explained } = endingWith(network, target);
  const gaps = restrictions.map((restriction) => lineGap(restriction, explained));
  return byError('line', Math.max(...gaps), exactTolerance);
}
