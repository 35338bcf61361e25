import type { DirectMethod } from './method.ts';
import { inputXGradient } from './inputXGradient.ts';
import { layerOptions } from './optionGroups.ts';

/**
 * Neuron gradient x activation: `x dh_j/dx` of a unit j of a layer at the input; without the product Captum's
 * NeuronGradient. One gradient.
 */
export const neuronGradientXActivation: DirectMethod<'neuron_gradient_x_activation'> = {
  ...inputXGradient,
  name: 'neuron_gradient_x_activation',
  summary: 'Input times gradient of a unit of a layer',
  options: [...inputXGradient.options, ...layerOptions, 'neuron'],
  neuron: 'explained',
};
