import type { ExpectationMethod } from './method.ts';
import { expectedGradients } from './expectedGradients.ts';
import { integratedGradients } from './integratedGradients.ts';
import { lineOptions } from './optionGroups.ts';

/**
 * Gradient SHAP (Captum), the expected gradients of Erion et al. 2021: the mean of `(input - baseline) dF/dx` over
 * baselines drawn from those given, a uniformly random point of the line and, if asked for, normal noise on the input.
 * Exact: the expectation over the point of the line is exact integrated gradients, averaged over the baselines.
 * Sampled: one gradient for each sample.
 */
export const gradientShap: ExpectationMethod<'gradient_shap'> = {
  name: 'gradient_shap',
  kind: 'expectation',
  summary:
    'Mean of input minus baseline times gradient at random points of lines from random baselines (Erion et al. 2021)',
  attributes: 'input',
  options: [...lineOptions.filter((option) => option !== 'averageBaselines'), 'multiplyByInputs', 'deviation'], // one answer takes all baselines
  samples: 50,
  integrand: integratedGradients.integrand,
  random: expectedGradients,
};
