import { featureAblation as ablate } from '../features/index.ts';
import type { DirectMethod } from './method.ts';
import { featureOptions, foundIn, perturbationOf } from './perturbing.ts';

/** Feature ablation: how far the target falls without a feature. One evaluation for each feature. */
export const featureAblation: DirectMethod<'feature_ablation'> = {
  name: 'feature_ablation',
  kind: 'direct',
  summary: "How far the target falls when a feature is the baseline's",
  attributes: 'input',
  options: featureOptions,
  async direct(question) {
    const perturbation = perturbationOf(question);
    return foundIn(await ablate(perturbation), perturbation.mask);
  },
};
