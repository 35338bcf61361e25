import { endpoints } from '../../line/index.ts';
import { logitsOf, sizeOf } from '../../network/index.ts';
import { alongLine, withClassChanges, type AlongLine } from './alongLine.ts';
import type { Estimate } from './estimate.ts';
import type { ExplainedUnit, Explanation } from './explanation.ts';
import { endingWith, keepsOrder } from '../head/index.ts';
import { inputLayer, type ResolvedTarget } from '../target/index.ts';
import type { Found, Question } from '../methods/index.ts';
import type { Query } from './query.ts';
import { completenessOf } from './verdict.ts';

/** An explanation, but for which input and baselines it is about. */
type Told = Omit<Explanation, 'input' | 'baselines'>;

/** What there is to tell of an estimate; of layers that are answered for together one record for each. */
export function explanationsOf(query: Query, estimate: Estimate): Told[] {
  const {
    method,
    question: { network, layers },
  } = query;
  const told = toldOf(query, estimate);
  let end = 0;
  return (method.attributes === 'input' ? [inputLayer(network)] : layers).map(({ name, shape }) => {
    end += sizeOf(shape);
    return { ...told, attributions: told.attributions.slice(end - sizeOf(shape), end), shape, layer: name };
  });
}

function toldOf(
  { method, question, estimator, output, obstacle }: Query,
  { found, each, verdict, n, ends, seconds }: Estimate,
): Omit<Told, 'shape' | 'layer'> {
  const { model, target, neuron, options } = question;
  const { attributions, standardError, features } = found;
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
    ...(ends && { completeness: completenessOf(found, ends) }),
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
function lineOf({ network, target, options }: Question, each: readonly Found[]): { line?: AlongLine } {
  if (each.length !== 1 || each[0].restriction === undefined) return {};
  const [{ restriction }] = each;
  const { explained } = endingWith(network, target);
  const line = alongLine(restriction, explained);
  const isOutput = target.node === network.nodes.length - 1 && target.unit !== undefined && network.outputSize > 1;
  const keepsClasses = typeof explained === 'number' || (keepsOrder(network) && explained.body === logitsOf(network));
  return { line: isOutput && keepsClasses ? withClassChanges(line, restriction, options.memory) : line };
}
