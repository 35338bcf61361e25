import { layerOptions, lineOptions } from './optionGroups.ts';
import type { PathMethod } from './method.ts';

/**
 * Layer conductance (Dhamdhere, Sundararajan & Yan 2018): for each unit j of a layer
 * `integral of dF/dh_j dh_j/dalpha`, how much of the output's change flows through it. If all ways from the input to
 * the target pass the layer, it sums to the output's difference.
 *
 * Sampled: the gradient at each node times the difference of the layer's values over the part of the line that the
 * node stands for, `sum of dF/dh(t_i) (h(e_i+1) - h(e_i))`.
 */
export const layerConductance: PathMethod<'layer_conductance'> = {
  name: 'layer_conductance',
  kind: 'path',
  summary: "What flows of the output's change through a layer's units (Dhamdhere et al. 2018)",
  attributes: 'layer',
  options: [...lineOptions, ...layerOptions],
  integrand: ({ target, layer }) => ({ kind: 'conductance', target, layer }),
};
