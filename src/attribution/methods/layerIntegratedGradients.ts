import { layerOptions, lineOptions } from './optionGroups.ts';
import type { PathMethod } from './method.ts';

/**
 * Layer integrated gradients: integrated gradients of what follows a layer, on the straight line between the layer's
 * values at baseline and input. What reaches the output on ways around the layer is as it is at the input, as in
 * Captum's LayerIntegratedGradients. Several layers have a line each or, as a list of layers in Captum, one for all,
 * on which they move together; then the attributions of all sum to the output's difference.
 */
export const layerIntegratedGradients: PathMethod<'layer_integrated_gradients'> = {
  name: 'layer_integrated_gradients',
  kind: 'path',
  summary: "Integrated gradients between a layer's values at baseline and input (Captum)",
  attributes: 'layer',
  options: [...lineOptions, ...layerOptions, 'layersTogether', 'multiplyByInputs'],
  integrand: ({ target, layers, options: { multiplyByInputs = true } }) => ({
    kind: 'mean gradient',
    target,
    by: layers,
    straight: 'layers',
    timesChange: multiplyByInputs,
  }),
};
