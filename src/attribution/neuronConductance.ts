import { adjointOf, adjointPath, integrate, layerAdjoint, outputUnit, restrict } from '../line/index.ts';
import type { Network } from '../network/index.ts';
import { stepMeasure } from '../quadrature/index.ts';
import { layerNamed } from './layer.ts';

/**
 * Exact neuron conductance (Shrikumar, Su & Kundaje 2018): for each input i
 * `delta_i * integral dF/dh_j dh_j/dx_i dalpha`, the part of its attribution that flows through one unit j. It is
 * exact IG of the unit against the measure whose density is the unit's adjoint.
 *
 * @param layer name of the layer; @param unit index in its output
 * @returns one attribution for each input; they sum to the unit's layer conductance
 */
export function neuronConductance(
  network: Network,
  baseline: Float64Array,
  input: Float64Array,
  target: number,
  layer: string,
  unit: number,
): Float64Array {
  const { node } = layerNamed(network, layer);
  const restriction = restrict(network, baseline, input);
  const through = adjointPath(restriction, { node, unit });
  const density = adjointOf(layerAdjoint(restriction, outputUnit(restriction, target), node), unit);
  const [gradient] = integrate(through, [stepMeasure(density)]);
  return gradient.map((g, i) => g * restriction.delta[i]);
}
