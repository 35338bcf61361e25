import { UserError } from '../errors.ts';
import type { Found, Question } from './method.ts';
import { relativeL1 } from './metrics/index.ts';
import { completenessOf, judge, relativeStandardError, usualTolerance, type Verdict } from './verdict.ts';
import { answerBy, type Way } from './way.ts';

/** Partitions with which the search for a tolerance begins; random methods begin with their default number of samples. */
const fewestPartitions = 8;
/** How often n is doubled at most: 8 partitions become 16,384. */
const mostDoublings = 11;
/** The same for random methods, whose error falls with the root of n. */
const mostRandomDoublings = 8;

/** What an approximation is judged by. */
export interface Yardstick {
  /** Exact attributions, if they are known. */
  readonly exact?: Float64Array;
  /** What the attributions should sum to, if anything. */
  readonly difference?: number;
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
export async function answerWith(way: Way, question: Question, n: number | undefined, yardstick: Yardstick): Promise<Judged> {
  const count = n ?? way.n;
  const answer = await answerBy(way, question, count ?? 0);
  if (count === undefined) return { ...answer, verdict: { converged: true, against: 'definition' } };
  return { ...answer, n: count, verdict: verdictOn(answer.found, way, yardstick, usualTolerance) };
}

/**
 * Answers within a relative tolerance: n is doubled until the verdict is that the answer has converged, or n is as
 * large as it may be.
 *
 * @throws UserError if there is nothing to tell by how far off an answer is
 */
export async function answerWithin(way: Way, question: Question, within: number, yardstick: Yardstick): Promise<Judged> {
  if (way.n === undefined) throw new UserError('Nothing is approximated here that a tolerance could bound; leave it out.');
  const first = way.random === true ? way.n : fewestPartitions;
  const most = first * 2 ** (way.random === true ? mostRandomDoublings : mostDoublings);
  for (let n = first; ; n *= 2) {
    const answer = await answerBy(way, question, n);
    const verdict = verdictOn(answer.found, way, yardstick, within);
    if (verdict.against === 'nothing') {
      throw new UserError('There is nothing to tell by whether this answer is within a tolerance: no exact attributions and no sum; give n.');
    }
    if (verdict.converged || 2 * n > most) return { ...answer, n, verdict };
  }
}

/** By the exact attributions if they are known, else by what is left to chance, else by completeness. */
function verdictOn({ attributions, standardError, certain, features }: Found, way: Way, { exact, difference }: Yardstick, within: number): Verdict {
  if (certain === true) return { converged: true, against: 'definition' };
  if (exact) return judge('exact', relativeL1(attributions, exact), within);
  if (standardError) return judge('standard error', relativeStandardError(attributions, standardError), within);
  if (difference === undefined || way.random === true) return { converged: false, against: 'nothing' };
  return judge('completeness', completenessOf({ attributions, ...(features && { features }) }, difference).relativeGap, within);
}
