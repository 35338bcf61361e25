import { integrateAdjointAlong, layerAdjoint, nodePath, outputUnit, restrict } from '../line/index.ts';
import type { Network } from '../network/index.ts';
import { layerNamed } from './layer.ts';

/**
 * Exact layer conductance (Dhamdhere, Sundararajan & Yan 2018): for each unit j of a layer
 * `integral dF/dh_j dh_j/dalpha dalpha`, how much of the output's change flows through it.
 *
 * @param layer name of the layer whose output is explained
 * @returns one attribution for each unit; of a layer that all ways pass they sum to the output's difference
 */
export function layerConductance(
  network: Network,
  baseline: Float64Array,
  input: Float64Array,
  target: number,
  layer: string,
): Float64Array {
  const { node } = layerNamed(network, layer);
  const restriction = restrict(network, baseline, input, { remember: [node] });
  const adjoint = layerAdjoint(restriction, outputUnit(restriction, target), node);
  return integrateAdjointAlong(adjoint, nodePath(restriction, node));
}
