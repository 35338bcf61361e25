import { kernelShap as fit } from '../features/index.ts';
import type { RandomMethod } from './method.ts';
import { featureOptions, foundIn, outputEnds, perturbationOf } from './perturbing.ts';

/**
 * KernelSHAP (Lundberg & Lee 2017): Shapley values by least squares over n coalitions, with standard errors; over all
 * coalitions if n covers them. An evaluation for each coalition.
 */
export const kernelShap: RandomMethod<'kernel_shap'> = {
  name: 'kernel_shap',
  kind: 'random',
  summary: 'Shapley values by least squares over random coalitions of the features (Lundberg & Lee 2017)',
  attributes: 'input',
  options: [...featureOptions, 'n', 'within'],
  samples: 2048,
  ends: outputEnds,
  async random(question, n, seed) {
    const perturbation = perturbationOf(question);
    const answer = await fit(perturbation, { samples: n, seed });
    return { ...foundIn(answer, perturbation.mask), certain: answer.standardError === undefined };
  },
};
