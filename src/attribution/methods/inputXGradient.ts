import type { DirectMethod } from './method.ts';
import { scaled } from './scaled.ts';

/** Input x gradient (Shrikumar et al. 2016): `x dF/dx` at the input; without the product the gradient. One gradient. */
export const inputXGradient: DirectMethod<'input_x_gradient'> = {
  name: 'input_x_gradient',
  kind: 'direct',
  summary: 'Input times gradient (Shrikumar et al. 2016)',
  attributes: 'input',
  options: ['multiplyByInputs'],
  async direct({ model, input, target, options }) {
    const { gradients } = await model.gradientsAt({ values: input }, target, -1);
    return { attributions: scaled(gradients, input, options) };
  },
};
