import { integrateAdjoint, layerAdjoint, outputUnit } from '../../line/index.ts';
import { sizeOf } from '../../network/index.ts';
import { lebesgue } from '../../quadrature/index.ts';
import { lineNodeOf } from '../layer.ts';
import type { Found, Method, Question } from '../method.ts';
import { endingWith } from '../target.ts';
import { layerOptions, lineOptions, zeros } from './paths.ts';

/**
 * Internal influence (Leino et al. 2018): for each unit j of a layer `integral of dF/dh_j` along the line between the
 * inputs, without a product with any change.
 */
export const internalInfluence: Method = {
  name: 'internal_influence',
  summary: "Mean gradient by a layer's units along the line (Leino et al. 2018)",
  attributes: 'layer',
  options: [...lineOptions, ...layerOptions],
  exact: exactInternalInfluence,
  sampled: ({ model, line, layer, target }, rule, n) => model.integrate(line, undefined, target, layer.node, rule.measure(n)),
};

export function exactInternalInfluence(question: Question): Found {
  const { network, line, layer, target } = question;
  const ending = endingWith(network, target);
  const restriction = line.restriction(ending.network);
  const place = lineNodeOf(ending.network, layer.name);
  if (place === undefined) return { attributions: zeros(question), restriction };
  const adjoint = layerAdjoint(restriction, outputUnit(restriction, ending.unit), place.node);
  return { attributions: integrateAdjoint(adjoint, sizeOf(layer.shape), lebesgue), restriction };
}
