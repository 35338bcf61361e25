import type { DirectMethod } from './method.ts';

/** Saliency (Simonyan, Vedaldi & Zisserman 2013): `|dF/dx|` at the input. One gradient. */
export const saliency: DirectMethod<'saliency'> = {
  name: 'saliency',
  kind: 'direct',
  summary: 'Absolute gradient at the input (Simonyan et al. 2013)',
  attributes: 'input',
  options: [],
  async direct({ model, input, target }) {
    const { gradients } = await model.gradientsAt({ values: input }, target, -1);
    return { attributions: gradients.map(Math.abs) };
  },
};
