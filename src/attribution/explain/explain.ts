import { UserError } from '../../base/index.ts';
import { Float64Gradients, type PointGradients } from '../../gradients/index.ts';
import type { Network } from '../../network/index.ts';
import { gradientsOf } from '../../tensorflow/index.ts';
import { answerWith, answerWithin, verdictOnExact, type Yardstick } from './accuracy.ts';
import { makeBaselines, type UsedBaseline } from '../baselines/index.ts';
import type { Explanation } from './explanation.ts';
import { Line } from '../line/index.ts';
import { type Ends, type Method, Model, type Question } from '../methods/index.ts';
import { obstacleTo } from './obstacle.ts';
import { pointsOf, planOf, type Plan, type Subject } from './plan.ts';
import { answersOf, type Answer } from './record.ts';
import type { ExplainRequest } from './request.ts';
import { answerBy, estimatorOf } from './estimator.ts';

/**
 * Explains a network: attributions of a target to its inputs, or to the units of a layer, by any method of
 * `methods`. Exact where the mathematics allows and nothing else is asked for; sampled with n partitions of a
 * quadrature rule, or within a tolerance.
 *
 * @returns for each input, baseline, layer and target, in this order, what was computed and how near it comes
 * @throws UserError if the request does not fit the network or the method
 *
 * @example
 * const [exact] = await explain(network, { method: 'integrated_gradients', input, target: 7 });
 * const [sampled] = await explain(network, { method: 'layer_conductance', input, target: 7, layer: 'conv2', within:
 * 0.01 });
 */
export async function explain(network: Network, request: ExplainRequest): Promise<Explanation[]> {
  const plan = planOf(network, request);
  const { engine, close } = await openEngine(plan.network, request);
  try {
    const explanations: Explanation[] = [];
    for (const [index, input] of plan.inputs.entries()) {
      for (const baselines of baselinesOf(plan, request, input)) {
        const lines =
          baselines.length > 0
            ? baselines.map(({ values }) => new Line(values, input, request))
            : [new Line(input, input)];
        for (const subject of plan.subjects) {
          const records = await explainOne(plan, request, subject, { engine, lines, input });
          explanations.push(...records.map((record) => ({ ...record, input: index, baselines })));
        }
      }
    }
    return explanations;
  } finally {
    close();
  }
}

/** The baselines of each answer: one for each, or all for one. */
function baselinesOf({ network, method }: Plan, request: ExplainRequest, input: Float64Array): UsedBaseline[][] {
  if (!method.options.includes('baseline')) return [[]];
  const { baseline = 'black', averageBaselines = false, processing = { divisor: 255, offset: 0 }, seed = 0 } = request;
  const baselines = makeBaselines(pointsOf(baseline), { network, input, processing, seed });
  return averageBaselines || method.kind === 'expectation' ? [baselines] : baselines.map((one) => [one]);
}

/** What all answers for one input and its baselines share. */
interface Shared {
  readonly engine: PointGradients;
  readonly lines: readonly Line[];
  readonly input: Float64Array;
}

async function explainOne(
  { network, method, output }: Plan,
  request: ExplainRequest,
  subject: Subject,
  { engine, lines, input }: Shared,
): Promise<Answer[]> {
  const model = new Model(network, engine);
  const question: Question = { network, model, input, ...subject, line: lines[0], lines, options: request };
  const obstacle = obstacleTo(method, question);
  const estimator = estimatorOf(method, request, obstacle);
  const ends = await meanEnds(method, question);
  const yardstick: Yardstick = ends === undefined ? {} : { ends };
  const began = performance.now();
  const { n, within } = request;
  const judged =
    within === undefined
      ? await answerWith(estimator, question, n, yardstick)
      : await answerWithin(estimator, question, within, {
          ...yardstick,
          ...(await exactly(method, question, yardstick, obstacle)),
        });
  const seconds = (performance.now() - began) / 1000;
  return answersOf({
    method,
    question,
    estimator,
    judged,
    ends,
    seconds,
    output,
    ...(obstacle !== undefined && { obstacle }),
  });
}

async function meanEnds({ ends }: Method, question: Question): Promise<Ends | undefined> {
  let [atBaseline, atInput] = [0, 0];
  for (const line of question.lines) {
    const one = await ends?.({ ...question, line });
    if (one === undefined) return undefined;
    atBaseline += one.atBaseline / question.lines.length;
    atInput += one.atInput / question.lines.length;
  }
  return { atBaseline, atInput };
}

/** The exact attributions to compare with, where there are any that are exact to rounding. */
async function exactly(
  method: Method,
  question: Question,
  yardstick: Yardstick,
  obstacle: string | undefined,
): Promise<Pick<Yardstick, 'exact'>> {
  if (!('exact' in method) || obstacle !== undefined || (question.options.deviation ?? 0) !== 0) return {};
  const answer = await answerBy(estimatorOf(method, { rule: 'exact' }), question, 0);
  return verdictOnExact(answer, question, yardstick).converged ? { exact: answer.found.attributions } : {};
}

/** The caller's own engine, or one for this call. */
async function openEngine(
  network: Network,
  { gradients, attributeTo, output }: ExplainRequest,
): Promise<{ engine: PointGradients; close: () => void }> {
  if (gradients !== undefined && 'gradientsAt' in gradients) {
    if (attributeTo !== 'input' && output !== 'logits') return { engine: gradients, close: () => undefined };
    const what = output === 'logits' ? 'Explaining logits' : "Attributing to a layer's input";
    throw new UserError(`${what} changes the network; give options for gradients, not what gradientsOf made.`);
  }
  const engine = await engineOf(network, gradients);
  return {
    engine,
    close: () => {
      engine.dispose();
    },
  };
}

async function engineOf(network: Network, options: ExplainRequest['gradients']): Promise<PointGradients> {
  if (options === undefined || 'gradientsAt' in options || options.backend === 'float64')
    return new Float64Gradients(network);
  return gradientsOf(network, options);
}
