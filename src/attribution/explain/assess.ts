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
  byUnlooked,
  completenessError,
  exactTolerance,
  missedError,
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
  if (each.every(({ restriction }) => restriction === undefined)) return byDefinition;
  const unlooked = Math.max(...each.map(({ shortfall }) => shortfall?.unlooked ?? 0));
  if (unlooked > exactTolerance) return byUnlooked(unlooked);
  if (ends) {
    const missed = each.map((one) => missedError(one, ends));
    return byError('completeness', Math.max(completenessError(found, ends), ...missed), exactTolerance);
  }
  const { explained } = endingWith(network, target);
  const gaps = each.flatMap(({ restriction, shortfall }) =>
    restriction ? [lineGap(restriction, explained, shortfall?.missed ?? 0)] : [],
  );
  return byError('line', Math.max(...gaps), exactTolerance);
}
