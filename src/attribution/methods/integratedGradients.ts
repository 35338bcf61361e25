import { integratedGradient } from '../integrators/index.ts';
import { lineOptions } from './optionGroups.ts';
import type { PathMethod } from './method.ts';

/**
 * Integrated gradients (Sundararajan, Taly & Yan 2017): `delta * integral of dF/dx`. Exact: cost of one sweep. Sampled:
 * one gradient for each node.
 */
export const integratedGradients: PathMethod<'integrated_gradients'> = {
  name: 'integrated_gradients',
  kind: 'path',
  summary: 'Integral of the gradient along the line from the baseline, times the way (Sundararajan et al. 2017)',
  attributes: 'input',
  options: [...lineOptions, 'multiplyByInputs'],
  integrand: ({ network, target, options: { multiplyByInputs } }) =>
    integratedGradient(network, target, multiplyByInputs),
};
