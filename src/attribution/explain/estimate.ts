import { UserError } from '../../base/index.ts';
import { endpoints } from '../../line/index.ts';
import { type Ends, endsOf } from '../integrators/index.ts';
import type { Found, Question } from '../methods/index.ts';
import { notFiniteOn } from '../model/index.ts';
import { assess, assessExact, type Reference } from './assess.ts';
import { answerBy, type Answer, estimatorOf } from './estimator.ts';
import { isNoisy } from './obstacle.ts';
import type { Query } from './query.ts';
import { ruleNamed } from './rules.ts';
import { usualTolerance, type Verdict } from './verdict.ts';

/**
 * Partitions with which the search for a tolerance begins; random methods begin with their default number of samples.
 */
const fewestPartitions = 8;
/** How often n is doubled at most: 8 partitions become 16,384. */
const mostDoublings = 11;
/** The same for random methods, whose error falls with the root of n. */
const mostRandomDoublings = 8;

/** The answer to a query, and how near it comes. */
export interface Estimate extends Answer {
  readonly verdict: Verdict;
  /** Partitions or samples; absent if nothing is approximated. */
  readonly n?: number;
  /** The target at both ends of the line, if the attributions should sum to its change. */
  readonly ends?: Ends;
  readonly seconds: number;
}

/** What is told of a number of partitions or samples. */
type Assessed = Omit<Estimate, 'ends' | 'seconds'>;

/**
 * @throws UserError if the answer is not finite, or if a tolerance is asked for and there is nothing to tell by how far
 *   off an answer is
 */
export async function estimateOf(query: Query): Promise<Estimate> {
  const { n, within } = query.question.options;
  const ends = await meanEnds(query);
  const reference: Reference = ends === undefined ? {} : { ends };
  const began = performance.now();
  const assessed =
    within === undefined
      ? await estimateWith(query, n, reference)
      : await estimateWithin(query, within, { ...reference, ...(await exactReference(query, reference)) });
  checkEstimate(query, assessed, ends);
  return { ...assessed, ...reference, seconds: (performance.now() - began) / 1000 };
}

/** @throws UserError that says where the target or its gradient is not finite, if the answer is not */
function checkEstimate(
  { estimator, question: { network, target, lines } }: Query,
  { found: { attributions, features }, each, verdict, n }: Assessed,
  ends: Ends | undefined,
): void {
  // A standard error may be infinite: unknown.
  const numbers = [attributions, features ?? [], ends ? [ends.atBaseline, ends.atInput] : []];
  if (numbers.every((some) => some.every(Number.isFinite)) && !Number.isNaN(verdict.error)) return;
  const isFinite = ({ attributions }: Found): boolean => attributions.every(Number.isFinite);
  const line =
    lines[
      Math.max(
        0,
        each.findIndex((found) => !isFinite(found)),
      )
    ];
  throw notFiniteOn(network, target, line, alphasOf(estimator, each, n));
}

/** Where an answer depends on the network. */
function alphasOf({ rule }: Query['estimator'], each: readonly Found[], n = 0): number[] {
  if (rule !== undefined && rule !== 'exact' && rule !== 'random') return [...ruleNamed(rule).measure(n).nodes];
  return each.flatMap(({ restriction }) => (restriction ? [...endpoints(restriction)] : []));
}

/** Answers with n partitions or samples. */
async function estimateWith(
  { estimator, question }: Query,
  n: number | undefined,
  reference: Reference,
): Promise<Assessed> {
  const count = n ?? estimator.n;
  const answer = await answerBy(estimator, question, count ?? 0);
  if (count === undefined) return { ...answer, verdict: assessExact(answer, question, reference) };
  return { ...answer, n: count, verdict: assess(answer.found, estimator, reference, usualTolerance) };
}

/** Answers within a relative tolerance: n is doubled until the answer has converged, or is as large as it may be. */
async function estimateWithin({ estimator, question }: Query, within: number, reference: Reference): Promise<Assessed> {
  if (estimator.n === undefined)
    throw new UserError('Nothing is approximated here that a tolerance could bound; leave it out.');
  const first = estimator.random === true ? estimator.n : fewestPartitions;
  const most = first * 2 ** (estimator.random === true ? mostRandomDoublings : mostDoublings);
  for (let n = first; ; n *= 2) {
    const answer = await answerBy(estimator, question, n);
    const verdict = assess(answer.found, estimator, reference, within);
    if (verdict.against === 'nothing') {
      throw new UserError(
        'There is nothing to tell by whether this answer is within a tolerance: no exact attributions and no sum; give n.',
      );
    }
    if (verdict.converged || 2 * n > most || !answer.found.attributions.every(Number.isFinite))
      return { ...answer, n, verdict };
  }
}

/** The exact attributions to compare with, where there are any that are exact to rounding. */
async function exactReference(
  { method, question, obstacle }: Query,
  reference: Reference,
): Promise<Pick<Reference, 'exact'>> {
  if (!('integrand' in method) || obstacle !== undefined) return {};
  const answer = await answerBy(estimatorOf(method, { rule: 'exact' }), question, 0);
  return assessExact(answer, question, reference).converged ? { exact: answer.found.attributions } : {};
}

/** The target at both ends, on an average over the lines; undefined if its change is not what attributions sum to. */
async function meanEnds({ method, question }: Query): Promise<Ends | undefined> {
  let [atBaseline, atInput] = [0, 0];
  for (const line of question.lines) {
    const one = await endsOn(method, { ...question, line });
    if (one === undefined) return undefined;
    atBaseline += one.atBaseline / question.lines.length;
    atInput += one.atInput / question.lines.length;
  }
  return { atBaseline, atInput };
}

async function endsOn(method: Query['method'], question: Question): Promise<Ends | undefined> {
  if (!('integrand' in method)) return method.ends?.(question);
  return isNoisy(question) ? undefined : endsOf(question.network, question.line, method.integrand(question));
}
