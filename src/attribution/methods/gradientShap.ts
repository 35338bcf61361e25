import { UserError } from '../../base/index.ts';
import type { ExpectationMethod, Question } from './method.ts';
import { expectedGradients } from './expectedGradients.ts';
import { exactIntegral } from './integratedGradients.ts';
import { lineOptions, outputEnds } from './paths.ts';

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
  ends: async (question) => (isNoisy(question) ? undefined : outputEnds(question)),
  exact(question) {
    refuseNoise(question);
    return exactIntegral(question);
  },
  random: expectedGradients,
};

export function isNoisy({ options: { deviation = 0 } }: Question): boolean {
  return deviation !== 0;
}

/** @throws UserError if noise is asked for, the expectation over which is not exact */
export function refuseNoise(question: Question): void {
  if (isNoisy(question))
    throw new UserError("Gradient SHAP with noise (deviation) has no exact form; choose rule 'random'.");
}
