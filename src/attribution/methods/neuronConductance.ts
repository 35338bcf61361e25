import { layerOptions, lineOptions } from './optionGroups.ts';
import type { PathMethod } from './method.ts';

/**
 * Neuron conductance (Shrikumar, Su & Kundaje 2018): for each input i `delta_i * integral of dF/dh_j dh_j/dx_i`, the
 * part of its attribution that flows through unit j of a layer; of a combination the sum of its units' with its
 * weights, of a function with its derivatives at each point. They sum to the unit's layer conductance. Exact:
 * integrated gradients of the unit against the measure whose density is its adjoint; a sweep for each unit of a
 * combination. Sampled: two gradients for each node.
 */
export const neuronConductance: PathMethod<'neuron_conductance'> = {
  name: 'neuron_conductance',
  kind: 'path',
  summary: "The part of each input's attribution that flows through a unit of a layer (Shrikumar et al. 2018)",
  attributes: 'input',
  options: [...lineOptions, ...layerOptions, 'neuron', 'multiplyByInputs'],
  neuron: 'between',
  integrand: ({ target, layer, neuron, options: { multiplyByInputs = true } }) => ({
    kind: 'gradient through',
    target,
    layer,
    neuron,
    timesChange: multiplyByInputs,
  }),
};
