import type { PathMethod, Question } from './method.ts';
import { gradientIntegral } from '../line/index.ts';
import type { Found } from './found.ts';
import { endingWith } from '../head/index.ts';
import { lineOptions, outputEnds, scaled } from './paths.ts';

/**
 * Integrated gradients (Sundararajan, Taly & Yan 2017): `delta * integral of dF/dx`. Exact: the gradient is constant on
 * each linear region (Sotoudeh & Thakur 2019, section 4); cost of one sweep. Sampled: one gradient for each node.
 */
export const integratedGradients: PathMethod<'integrated_gradients'> = {
  name: 'integrated_gradients',
  kind: 'path',
  summary: 'Integral of the gradient along the line from the baseline, times the way (Sundararajan et al. 2017)',
  attributes: 'input',
  options: [...lineOptions, 'multiplyByInputs'],
  ends: outputEnds,
  exact: exactIntegral,
  async sampled({ model, line, target, options }, rule, n) {
    const integral = await model.integrate(line, undefined, target, -1, rule.measure(n));
    return scaled(integral, line.delta, options);
  },
};

export function exactIntegral({ network, line, target, options }: Question): Found {
  const ending = endingWith(network, target);
  const restriction = line.restriction(ending);
  const integral = gradientIntegral(restriction, ending.explained, line.progress(ending.network)?.adjoint);
  return { attributions: scaled(integral, line.delta, options), restriction };
}
