import type { DirectMethod } from './method.ts';
import { layerOptions } from './optionGroups.ts';
import { scaled } from './scaled.ts';

/**
 * Layer gradient x activation (Captum): `h dF/dh` of a layer's units at the input; without the product the gradient.
 * One gradient.
 */
export const layerGradientXActivation: DirectMethod<'layer_gradient_x_activation'> = {
  name: 'layer_gradient_x_activation',
  kind: 'direct',
  summary: "A layer's values times the gradient by them (Captum)",
  attributes: 'layer',
  options: [...layerOptions, 'multiplyByInputs'],
  async direct({ model, input, target, layer, options }) {
    const { values, gradients } = await model.gradientsAt({ values: input }, target, layer.node);
    return { attributions: scaled(gradients, values, options) };
  },
};
