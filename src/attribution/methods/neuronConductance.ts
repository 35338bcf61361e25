import { adjointPath, integrate } from '../../line/index.ts';
import { sizeOf } from '../../network/index.ts';
import { stepMeasure } from '../../quadrature/index.ts';
import { lineNodeOf } from '../target/index.ts';
import { addTo, itemsOf, joined, product } from '../numbers/index.ts';
import { endingWith } from '../head/index.ts';
import type { PathMethod } from './method.ts';
import { batches, pointsOn } from './model.ts';
import { meanAdjoints } from '../line/index.ts';
import { layerOptions, lineOptions, scaled } from './paths.ts';

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
  exact(question) {
    const { network, line, layer, target, neuron, options } = question;
    const ending = endingWith(network, target);
    const restriction = line.restriction(ending);
    const sum = new Float64Array(line.delta.length);
    const place = lineNodeOf(ending.network, layer.name);
    if (place === undefined) return { attributions: sum, restriction };
    const adjoint = meanAdjoints(restriction, ending.explained, place.node);
    neuron.weights?.forEach((weight, unit) => {
      if (weight === 0) return;
      const [gradient] = integrate(adjointPath(restriction, { node: place.node, unit }), [stepMeasure(adjoint(unit))]);
      addTo(sum, weight, gradient);
    });
    return { attributions: scaled(sum, line.delta, options), restriction };
  },
  async sampled(question, rule, n) {
    const { model, line, layer, neuron, target, options } = question;
    const { nodes, weights } = rule.measure(n);
    const size = sizeOf(layer.shape);
    const sum = new Float64Array(line.delta.length);
    for (const [begin, end] of batches(nodes.length, sum.length + size)) {
      const points = pointsOn(line, nodes.subarray(begin, end));
      const { values, gradients: adjoints } = await model.gradientsAt(points, target, layer.node);
      const shares = joined(Array.from(itemsOf(values, size), neuron.gradient));
      const { gradients } = await model.derivativeAt(points, {
        of: layer.node,
        seeds: product(adjoints, shares),
        by: -1,
      });
      [...itemsOf(gradients, sum.length)].forEach((gradient, i) => {
        addTo(sum, weights[begin + i], gradient);
      });
    }
    return scaled(sum, line.delta, options);
  },
};
