import { shapleyValueSampling as sample } from '../features/index.ts';
import type { RandomMethod } from './method.ts';
import { featureOptions, foundIn, outputEnds, perturbationOf } from './perturbing.ts';

/**
 * Shapley values by n random orders of the features, with standard errors. An evaluation for each feature of each
 * order.
 */
export const shapleyValueSampling: RandomMethod<'shapley_value_sampling'> = {
  name: 'shapley_value_sampling',
  kind: 'random',
  summary: 'Shapley values from random orders of the features (Castro et al. 2009)',
  attributes: 'input',
  options: [...featureOptions, 'n', 'within', 'progress'],
  samples: 25,
  ends: outputEnds,
  async random(question, n, seed) {
    const { progress } = question.options;
    const perturbation = perturbationOf(question);
    return foundIn(
      await sample(perturbation, { permutations: n, seed, ...(progress && { progress }) }),
      perturbation.mask,
    );
  },
};
