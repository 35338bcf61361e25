import type { PathMethod } from './method.ts';
import { integratedGradients } from './integratedGradients.ts';
import { layerOptions } from './optionGroups.ts';

/** Neuron integrated gradients: integrated gradients with a unit of a layer as what is explained. */
export const neuronIntegratedGradients: PathMethod<'neuron_integrated_gradients'> = {
  ...integratedGradients,
  name: 'neuron_integrated_gradients',
  summary: 'Integrated gradients of a unit of a layer',
  options: [...integratedGradients.options, ...layerOptions, 'neuron'],
  neuron: 'explained',
};
