import { adjointPath, checkTarget, integrate, outputUnit, restOf, restrict, valuesAt } from '../line/index.ts';
import type { Network } from '../network/index.ts';
import { lebesgue } from '../quadrature/index.ts';
import { layerNamed } from './layer.ts';

/**
 * Exact layer integrated gradients: exact IG of what follows a layer, along the straight line between the
 * layer's outputs at baseline and input. What reaches the output on ways around the layer is held as it is
 * at the input, as in Captum's LayerIntegratedGradients.
 *
 * @param layer name of the layer whose output is explained
 * @returns one attribution for each unit of the layer
 */
export function layerIntegratedGradients(
  network: Network,
  baseline: Float64Array,
  input: Float64Array,
  target: number,
  layer: string,
): Float64Array {
  const { graph, node } = layerNamed(network, layer);
  checkTarget(graph, { node: graph.output, unit: target });
  const from = valuesAt(graph, 'baseline', baseline)[node];
  const to = valuesAt(graph, 'input', input)[node];
  const delta = to.map((value, unit) => value - from[unit]);
  if (node === graph.output) return delta.map((change, unit) => (unit === target ? change : 0));
  const rest = restOf(graph, node, input);
  if (rest === undefined) return new Float64Array(delta.length); // the output does not depend on the layer
  const restriction = restrict(rest, from, to);
  const [gradient] = integrate(adjointPath(restriction, outputUnit(restriction, target)), [lebesgue]);
  return gradient.map((g, unit) => g * delta[unit]);
}
