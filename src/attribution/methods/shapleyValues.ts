import { shapleyValues as enumerate } from '../features/index.ts';
import type { DirectMethod } from './method.ts';
import { featureOptions, foundIn, outputEnds, perturbationOf } from './perturbing.ts';

/** Exact Shapley values of at most 16 features, by all coalitions of them. */
export const shapleyValues: DirectMethod<'shapley_values'> = {
  name: 'shapley_values',
  kind: 'direct',
  summary: 'Exact Shapley values of few features, by all their coalitions (Shapley 1953)',
  attributes: 'input',
  options: featureOptions,
  ends: outputEnds,
  async direct(question) {
    const perturbation = perturbationOf(question);
    return foundIn(await enumerate(perturbation), perturbation.mask);
  },
};
