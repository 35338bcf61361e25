import { UserError } from '../../base/index.ts';
import { Float64Gradients, type PointGradients } from '../../gradients/index.ts';
import type { Network } from '../../network/index.ts';
import { gradientsOf } from '../../tensorflow/index.ts';
import { makeBaselines, type UsedBaseline } from '../baselines/index.ts';
import { Line } from '../line/index.ts';
import { Model } from '../model/index.ts';
import { estimateOf } from './estimate.ts';
import type { Explanation } from './explanation.ts';
import { explanationsOf } from './explanationsOf.ts';
import { pointsOf, planOf, type Plan } from './plan.ts';
import { queryOf } from './query.ts';
import type { ExplainRequest } from './request.ts';

/**
 * Explains a network: attributions of a target to its inputs, or to the units of a layer, by any method of
 * `methods`. Exact where the mathematics allows and nothing else is asked for; sampled with n partitions of a
 * quadrature rule, or within a tolerance.
 *
 * @returns for each input, baseline, layer and target, in this order, what was computed and how near it comes
 * @throws UserError if the request does not fit the network or the method, or if the target or its gradient is not
 *   finite where the answer depends on it
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
    for (const index of plan.inputs.keys()) explanations.push(...(await explainInput(plan, request, engine, index)));
    return explanations;
  } finally {
    close();
  }
}

/** @throws UserError that names the input where there are several */
async function explainInput(
  plan: Plan,
  request: ExplainRequest,
  engine: PointGradients,
  index: number,
): Promise<Explanation[]> {
  try {
    const input = plan.inputs[index];
    const each: Explanation[] = [];
    for (const baselines of baselinesOf(plan, request, input)) {
      const lines =
        baselines.length > 0
          ? baselines.map(({ values }) => new Line(values, input, request))
          : [new Line(input, input)];
      for (const subject of plan.subjects) {
        const model = new Model(plan.network, engine);
        const about = { network: plan.network, model, input, line: lines[0], lines, options: request };
        const query = queryOf(plan.method, { ...subject, ...about }, plan.output);
        const told = explanationsOf(query, await estimateOf(query));
        each.push(...told.map((one) => ({ ...one, input: index, baselines })));
      }
    }
    return each;
  } catch (error) {
    if (plan.inputs.length === 1 || !(error instanceof UserError)) throw error;
    throw new UserError(`Input number ${index}: ${error.message}`, error.exitCode);
  }
}

/** The baselines of each answer: one for each, or all for one. */
function baselinesOf({ network, method }: Plan, request: ExplainRequest, input: Float64Array): UsedBaseline[][] {
  if (!method.options.includes('baseline')) return [[]];
  const { baseline = 'black', averageBaselines = false, processing = { divisor: 255, offset: 0 }, seed = 0 } = request;
  const baselines = makeBaselines(pointsOf(baseline), { network, input, processing, seed });
  return averageBaselines || method.kind === 'expectation' ? [baselines] : baselines.map((one) => [one]);
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
