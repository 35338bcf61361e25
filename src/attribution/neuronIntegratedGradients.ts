import { adjointPath, integrate, restrict } from '../line/index.ts';
import type { Network } from '../network/index.ts';
import { lebesgue } from '../quadrature/index.ts';
import { layerNamed } from './layer.ts';

/**
 * Exact neuron integrated gradients: exact IG with a unit of a layer as what is explained.
 *
 * @param layer name of the layer; @param unit index in its output
 * @returns one attribution for each input
 */
export function neuronIntegratedGradients(
  network: Network,
  baseline: Float64Array,
  input: Float64Array,
  layer: string,
  unit: number,
): Float64Array {
  const { node } = layerNamed(network, layer);
  const restriction = restrict(network, baseline, input);
  const [gradient] = integrate(adjointPath(restriction, { node, unit }), [lebesgue]);
  return gradient.map((g, i) => g * restriction.delta[i]);
}
