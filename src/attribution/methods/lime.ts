import { lime as fit } from '../features/index.ts';
import type { RandomMethod } from './method.ts';
import { featureOptions, foundIn, perturbationOf } from './perturbing.ts';

/** LIME (Ribeiro et al. 2016): a linear function of the features kept, fitted to n random coalitions near the input. */
export const lime: RandomMethod<'lime'> = {
  name: 'lime',
  kind: 'random',
  summary: 'Ridge regression on random coalitions of the features near the input (Ribeiro et al. 2016)',
  attributes: 'input',
  options: [...featureOptions, 'n'],
  samples: 1000,
  async random(question, n, seed) {
    const perturbation = perturbationOf(question);
    return foundIn(await fit(perturbation, { samples: n, seed }), perturbation.mask);
  },
};
