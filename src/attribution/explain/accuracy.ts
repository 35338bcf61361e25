import { UserError } from '../../base/index.ts';
import { lineGap } from './lineGap.ts';
import type { Ends, Found, Question } from '../methods/index.ts';
import { relativeL1 } from '../metrics/index.ts';
import { endingWith } from '../head/index.ts';
import {
  byDefinition,
  byNothing,
  completenessError,
  exactTolerance,
  ifFinite,
  judge,
  relativeStandardError,
  usualTolerance,
  type Verdict,
} from './verdict.ts';
import { answerBy, type Estimator } from './estimator.ts';

/**
 * Partitions with which the search for a tolerance begins; random methods begin with their default number of samples.
 */
const fewestPartitions = 8;
/** How often n is doubled at most: 8 partitions become 16,384. */
const mostDoublings = 11;
/** The same for random methods, whose error falls with the root of n. */
const mostRandomDoublings = 8;

/** What an approximation is judged by. */
export interface Yardstick {
  /** Exact attributions, if they are known. */
  readonly exact?: Float64Array;
  /** The target at both ends of the line, if the attributions should sum to its change. */
  readonly ends?: Ends;
}

/** An answer for a number of partitions or samples. */
export interface Judged {
  readonly found: Found;
  readonly each: readonly Found[];
  readonly verdict: Verdict;
  /** Absent if nothing is approximated. */
  readonly n?: number;
}

/** Answers with n partitions or samples. */
export async function answerWith(
  estimator: Estimator,
  question: Question,
  n: number | undefined,
  yardstick: Yardstick,
): Promise<Judged> {
  const count = n ?? estimator.n;
  const answer = await answerBy(estimator, question, count ?? 0);
  if (count === undefined) return { ...answer, verdict: verdictOnExact(answer, question, yardstick) };
  return { ...answer, n: count, verdict: verdictOn(answer.found, estimator, yardstick, usualTolerance) };
}

/**
 * Answers within a relative tolerance: n is doubled until the verdict is that the answer has converged, or n is as
 * large as it may be.
 *
 * @throws UserError if there is nothing to tell by how far off an answer is
 */
export async function answerWithin(
  estimator: Estimator,
  question: Question,
  within: number,
  yardstick: Yardstick,
): Promise<Judged> {
  if (estimator.n === undefined)
    throw new UserError('Nothing is approximated here that a tolerance could bound; leave it out.');
  const first = estimator.random === true ? estimator.n : fewestPartitions;
  const most = first * 2 ** (estimator.random === true ? mostRandomDoublings : mostDoublings);
  for (let n = first; ; n *= 2) {
    const answer = await answerBy(estimator, question, n);
    const verdict = verdictOn(answer.found, estimator, yardstick, within);
    if (verdict.against === 'nothing') {
      throw new UserError(
        'There is nothing to tell by whether this answer is within a tolerance: no exact attributions and no sum; give n.',
      );
    }
    if (verdict.converged || 2 * n > most || !answer.found.attributions.every(Number.isFinite))
      return { ...answer, n, verdict };
  }
}

/** By the exact attributions if they are known, else by what is left to chance, else by completeness. */
function verdictOn(found: Found, estimator: Estimator, { exact, ends }: Yardstick, within: number): Verdict {
  const { attributions, standardError, certain } = found;
  const verdict = (): Verdict => {
    if (certain === true) return byDefinition;
    if (exact) return judge('exact', relativeL1(attributions, exact), within);
    if (standardError) return judge('standard error', relativeStandardError(attributions, standardError), within);
    if (ends === undefined || estimator.random === true) return byNothing;
    return judge('completeness', completenessError(found, ends), within);
  };
  return ifFinite(attributions, verdict());
}

/**
 * An answer in which nothing is approximated is off by rounding alone: by its completeness, else by that of the lines
 * it is about.
 */
export function verdictOnExact(
  { found, each }: Pick<Judged, 'found' | 'each'>,
  { network, target }: Question,
  { ends }: Yardstick,
): Verdict {
  const restrictions = each.flatMap(({ restriction }) => restriction ?? []);
  const verdict = (): Verdict => {
    if (restrictions.length === 0) return byDefinition;
    if (ends) return judge('completeness', completenessError(found, ends), exactTolerance);
    const { explained } = endingWith(network, target);
    return judge(
      'line',
      Math.max(...restrictions.map((restriction) => lineGap(restriction, explained))),
      exactTolerance,
    );
  };
  return ifFinite(found.attributions, verdict());
}
