import { endpoints } from '../../line/index.ts';
import { logitsOf, sizeOf } from '../../network/index.ts';
import type { Judged } from './accuracy.ts';
import { alongLine, classChanges, type AlongLine } from './alongLine.ts';
import type { ExplainedUnit, Explanation } from './explanation.ts';
import { endingWith, keepsOrder, type Output } from '../head/index.ts';
import { inputLayer, type ResolvedTarget } from '../target/index.ts';
import type { Ends, Found, Method, Question } from '../methods/index.ts';
import { completenessOf } from './verdict.ts';
import type { Estimator } from './estimator.ts';

/** What there is to tell of one answer. */
export interface Answered {
  readonly method: Method;
  readonly question: Question;
  readonly estimator: Estimator;
  readonly judged: Judged;
  readonly ends: Ends | undefined;
  readonly seconds: number;
  readonly output: Output | undefined;
  /** Why there is no exact answer, if the method has some. */
  readonly obstacle?: string;
}

/** A record, but for which input and baselines it is about. */
export type Answer = Omit<Explanation, 'input' | 'baselines'>;

/** The record of an answer; of layers that are answered for together one for each. */
export function answersOf(answered: Answered): Answer[] {
  const {
    method,
    question: { network, layers },
  } = answered;
  const record = recordOf(answered);
  let end = 0;
  return (method.attributes === 'input' ? [inputLayer(network)] : layers).map(({ name, shape }) => {
    end += sizeOf(shape);
    return { ...record, attributions: record.attributions.slice(end - sizeOf(shape), end), shape, layer: name };
  });
}

function recordOf({
  method,
  question,
  estimator,
  judged,
  ends,
  seconds,
  output,
  obstacle,
}: Answered): Omit<Answer, 'shape' | 'layer'> {
  const { model, target, neuron, options } = question;
  const {
    found: { attributions, standardError, features },
    each,
    verdict,
    n,
  } = judged;
  const restrictions = each.flatMap(({ restriction }) => restriction ?? []);
  return {
    attributions,
    method: method.name,
    target: unitOf(target),
    ...(method.neuron && { neuron: unitOf(neuron) }),
    ...(output && { output }),
    ...(estimator.rule !== undefined && { rule: estimator.rule }),
    ...(obstacle !== undefined && { whySampled: obstacle }),
    ...(n !== undefined && { n }),
    ...(estimator.random === true && { seed: options.seed ?? 0 }),
    ...(restrictions.length > 0 && {
      regions: restrictions.reduce((sum, restriction) => sum + endpoints(restriction).length - 1, 0),
    }),
    ...(standardError && { standardError }),
    ...(features && { features }),
    ...(ends && { completeness: completenessOf(judged.found, ends) }),
    verdict,
    ...lineOf(question, each),
    evaluations: model.evaluations,
    gradients: model.gradients,
    seconds,
  };
}

function unitOf({ layer, unit }: ResolvedTarget): ExplainedUnit {
  return { layer, ...(unit !== undefined && { unit }) };
}

/** What the restriction tells besides, where there is one line. */
function lineOf({ network, target }: Question, each: readonly Found[]): { line?: AlongLine } {
  if (each.length !== 1 || each[0].restriction === undefined) return {};
  const [{ restriction }] = each;
  const { explained } = endingWith(network, target);
  const line = alongLine(restriction, explained);
  const isOutput = target.node === network.nodes.length - 1 && target.unit !== undefined && network.outputSize > 1;
  const isKnown =
    restriction.paths.has(restriction.graph.output) &&
    (typeof explained === 'number' || (keepsOrder(network) && explained.body === logitsOf(network)));
  return { line: isOutput && isKnown ? { ...line, classChanges: classChanges(restriction) } : line };
}
