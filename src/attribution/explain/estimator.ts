import { UserError } from '../../base/index.ts';
import type { Rule } from '../../quadrature/index.ts';
import { integrateAtPoints, integrateOverRegions } from '../integrators/index.ts';
import type { Found, Method, MethodOptions, Question } from '../methods/index.ts';
import { ruleNamed } from './rules.ts';

/** How a method answers a question; those that approximate take a number of partitions or samples. */
export interface Estimator {
  /** `exact`, a quadrature rule or `random`; absent where there is no choice. */
  readonly rule?: string;
  /** Partitions or samples unless said; absent if nothing is approximated. */
  readonly n?: number;
  /** Does it draw random numbers? */
  readonly random?: true;
  /** Does one answer take all baselines? */
  readonly allLines?: boolean;
  readonly answer: (question: Question, n: number) => Promise<Found>;
}

/** The rule unless said. */
const defaultRule = 'gauss';
/** Its partitions unless said. */
const defaultPartitions = 50;

/**
 * The estimator that options choose: exact unless they say otherwise, where that is possible.
 *
 * @param obstacle why there are no exact attributions, if there are none
 * @throws UserError if the method has no such estimator
 */
export function estimatorOf(method: Method, options: MethodOptions, obstacle?: string): Estimator {
  if (method.kind === 'direct') return { answer: method.direct };
  const approximate = options.n !== undefined || options.within !== undefined;
  const possible = 'integrand' in method && obstacle === undefined && !approximate;
  const rule = options.rule ?? (possible ? 'exact' : method.kind === 'path' ? defaultRule : 'random');
  if (rule === 'exact') return exactly(method, options, obstacle);
  return rule === 'random' ? atRandom(method, options) : byRule(method, ruleNamed(rule));
}

function exactly(method: Method, { n, within }: MethodOptions, obstacle: string | undefined): Estimator {
  if (!('integrand' in method)) throw new UserError(`Method '${method.name}' has no exact form; leave out the rule.`);
  if (obstacle !== undefined) throw new UserError(obstacle);
  if (n !== undefined || within !== undefined) {
    throw new UserError(`The rule exact takes no n and no tolerance; leave them out, or name a quadrature rule.`);
  }
  return {
    rule: 'exact',
    answer: (question) =>
      Promise.resolve(integrateOverRegions(question.network, question.line, method.integrand(question))),
  };
}

function atRandom(method: Method, { seed = 0 }: MethodOptions): Estimator {
  if (!('random' in method))
    throw new UserError(`Method '${method.name}' is not sampled at random; name a quadrature rule.`);
  return {
    rule: 'random',
    n: method.samples,
    random: true,
    allLines: method.kind === 'expectation',
    answer: (question, n) => method.random(question, n, seed),
  };
}

function byRule(method: Method, rule: Rule): Estimator {
  if (method.kind !== 'path')
    throw new UserError(`Method '${method.name}' takes the rules exact and random, not ${rule.name}.`);
  return {
    rule: rule.name,
    n: defaultPartitions,
    answer: async (question, n) => ({
      attributions: await integrateAtPoints(question.model, question.line, method.integrand(question), { rule, n }),
    }),
  };
}

/** An answer for all lines of a question. */
export interface Answer {
  readonly found: Found;
  /** What was found of each line, or of all together. */
  readonly each: readonly Found[];
}

/**
 * The answer for all lines of a question: from the lines together if the estimator takes them so, else the mean over
 * them.
 */
export async function answerBy(estimator: Estimator, question: Question, n: number): Promise<Answer> {
  if (estimator.allLines === true) {
    const found = await estimator.answer(question, n);
    return { found, each: [found] };
  }
  const each: Found[] = [];
  for (const line of question.lines) each.push(await estimator.answer({ ...question, line, lines: [line] }, n));
  return { found: mean(each), each };
}

function mean(each: readonly Found[]): Found {
  if (each.length === 1) return each[0];
  const [{ features, standardError }] = each;
  return {
    attributions: meanOf(each.map(({ attributions }) => attributions)),
    ...(features && { features: meanOf(each.map((found) => found.features ?? features)) }),
    ...(standardError && { standardError: errorOfMean(each.map((found) => found.standardError ?? standardError)) }),
    certain: each.every(({ certain }) => certain === true),
  };
}

function meanOf(vectors: readonly Float64Array[]): Float64Array {
  return vectors[0].map((_, i) => vectors.reduce((sum, vector) => sum + vector[i], 0) / vectors.length);
}

/** Of the mean of independent estimates. */
function errorOfMean(errors: readonly Float64Array[]): Float64Array {
  return errors[0].map((_, i) => Math.hypot(...errors.map((error) => error[i])) / errors.length);
}
