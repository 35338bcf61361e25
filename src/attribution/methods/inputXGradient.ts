import type { Method } from '../method.ts';
import { product } from './paths.ts';

/** Input x gradient (Shrikumar et al. 2016): `x dF/dx` at the input. One gradient. */
export const inputXGradient: Method = {
  name: 'input_x_gradient',
  summary: 'Input times gradient (Shrikumar et al. 2016)',
  attributes: 'input',
  options: [],
  async direct({ model, input, target }) {
    const { gradients } = await model.gradientsAt({ values: input }, target, -1);
    return { attributions: product(input, gradients) };
  },
};
