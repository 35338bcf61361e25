import { integrateAdjoint, layerAdjoint, outputUnit, restrict } from '../line/index.ts';
import type { Network } from '../network/index.ts';
import { lebesgue } from '../quadrature/index.ts';
import { layerNamed } from './layer.ts';

/**
 * Exact internal influence (Leino et al. 2018): for each unit j of a layer `integral dF/dh_j dalpha`, without a
 * product with any input.
 *
 * @param layer name of the layer whose output is explained
 * @returns one number for each unit
 */
export function internalInfluence(
  network: Network,
  baseline: Float64Array,
  input: Float64Array,
  target: number,
  layer: string,
): Float64Array {
  const { graph, node } = layerNamed(network, layer);
  const restriction = restrict(network, baseline, input);
  const adjoint = layerAdjoint(restriction, outputUnit(restriction, target), node);
  return integrateAdjoint(adjoint, graph.nodes[node].size, lebesgue);
}
