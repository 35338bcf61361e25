import { UserError } from '../../errors.ts';
import { adjointOf, adjointPath, integrate, layerAdjoint, outputUnit } from '../../line/index.ts';
import { stepMeasure } from '../../quadrature/index.ts';
import { lineNodeOf } from '../layer.ts';
import type { Method, Question } from '../method.ts';
import { addTo, batches, itemsOf, pointsOn } from '../model.ts';
import { endingWith } from '../target.ts';
import { layerOptions, lineOptions, scaled } from './paths.ts';

/**
 * Neuron conductance (Shrikumar, Su & Kundaje 2018): for each input i `delta_i * integral of dF/dh_j dh_j/dx_i`, the
 * part of its attribution that flows through unit j of a layer; of a combination the weighted sum of its units'. They
 * sum to the unit's layer conductance. Exact: integrated gradients of the unit against the measure whose density is
 * its adjoint; a sweep for each unit of a combination. Sampled: two gradients for each node.
 */
export const neuronConductance: Method = {
  name: 'neuron_conductance',
  summary: "The part of each input's attribution that flows through a unit of a layer (Shrikumar et al. 2018)",
  attributes: 'input',
  options: [...lineOptions, ...layerOptions, 'neuron', 'multiplyByInputs'],
  neuron: 'between',
  exact(question) {
    const { network, line, layer, target, options } = question;
    const ending = endingWith(network, target);
    const restriction = line.restriction(ending.network);
    const sum = new Float64Array(line.delta.length);
    const place = lineNodeOf(ending.network, layer.name);
    if (place === undefined) return { attributions: sum, restriction };
    const adjoint = layerAdjoint(restriction, outputUnit(restriction, ending.unit), place.node);
    weightsOf(question).forEach((weight, unit) => {
      if (weight === 0) return;
      const [gradient] = integrate(adjointPath(restriction, { node: place.node, unit }), [stepMeasure(adjointOf(adjoint, unit))]);
      addTo(sum, weight, gradient);
    });
    return { attributions: scaled(sum, line.delta, options), restriction };
  },
  async sampled(question, rule, n) {
    const { model, line, layer, target, options } = question;
    const { nodes, weights } = rule.measure(n);
    const units = weightsOf(question);
    const sum = new Float64Array(line.delta.length);
    for (const [begin, end] of batches(nodes.length, sum.length + units.length)) {
      const points = pointsOn(line, nodes.subarray(begin, end));
      const { gradients: seeds } = await model.gradientsAt(points, target, layer.node);
      seeds.forEach((adjoint, i) => { seeds[i] = adjoint * units[i % units.length]; });
      const { gradients } = await model.derivativeAt(points, { of: layer.node, seeds, by: -1 });
      [...itemsOf(gradients, sum.length)].forEach((gradient, i) => { addTo(sum, weights[begin + i], gradient); });
    }
    return scaled(sum, line.delta, options);
  },
};

/** How much of each unit of the layer is in the neuron. */
function weightsOf({ neuron, layer }: Question): Float64Array {
  if (neuron.weights !== undefined) return neuron.weights;
  throw new UserError(`Nothing flows through a function of the units of layer '${layer.name}'; neuron conductance takes a unit or a combination.`);
}
