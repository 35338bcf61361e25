import type { Restriction } from '../../line/index.ts';
import { sizeOf } from '../../network/index.ts';
import { type Layer, lineNodeOf } from '../target/index.ts';
import type { PathMethod, Question } from './method.ts';
import { adjointIntegral } from '../line/index.ts';
import type { Found } from './found.ts';
import { type Ending, endingWith } from '../head/index.ts';
import { layerOptions, lineOptions } from './paths.ts';

/**
 * Internal influence (Leino et al. 2018): for each unit j of a layer `integral of dF/dh_j` along the line between the
 * inputs, without a product with any change.
 */
export const internalInfluence: PathMethod<'internal_influence'> = {
  name: 'internal_influence',
  kind: 'path',
  summary: "Mean gradient by a layer's units along the line (Leino et al. 2018)",
  attributes: 'layer',
  options: [...lineOptions, ...layerOptions],
  exact: exactInternalInfluence,
  sampled: ({ model, line, layer, target }, rule, n) =>
    model.integrate(line, undefined, target, layer.node, rule.measure(n)),
};

export function exactInternalInfluence(question: Question): Found {
  const { network, line, layer, target } = question;
  const ending = endingWith(network, target);
  const restriction = line.restriction(ending);
  return { attributions: influenceOn(restriction, ending, layer), restriction };
}

/**
 * The integral of a target's adjoint at a layer of a restricted network; 0 at a layer that the network does not have.
 */
export function influenceOn(
  restriction: Restriction,
  { network, explained }: Ending,
  { name, shape }: Layer,
): Float64Array {
  const place = lineNodeOf(network, name);
  if (place === undefined) return new Float64Array(sizeOf(shape));
  return adjointIntegral(restriction, explained, place.node);
}
