import { isPassedByAll } from '../../network/index.ts';
import { captumRules, type Rule } from '../../quadrature/index.ts';
import { lineNodeOf } from '../target/index.ts';
import type { PathMethod } from './method.ts';
import { batches, pointsOn } from './model.ts';
import { adjointIntegralAlong } from '../line/index.ts';
import { endingWith } from '../head/index.ts';
import { layerOptions, lineOptions, outputEnds, zeros } from './paths.ts';

/**
 * Layer conductance (Dhamdhere, Sundararajan & Yan 2018): for each unit j of a layer
 * `integral of dF/dh_j dh_j/dalpha`, how much of the output's change flows through it. If all ways from the input to
 * the target pass the layer, it sums to the output's difference.
 *
 * Sampled: the gradient at each node times the difference of the layer's values over the part of the line that the
 * node stands for, `sum of dF/dh(t_i) (h(e_i+1) - h(e_i))`.
 */
export const layerConductance: PathMethod<'layer_conductance'> = {
  name: 'layer_conductance',
  kind: 'path',
  summary: "What flows of the output's change through a layer's units (Dhamdhere et al. 2018)",
  attributes: 'layer',
  options: [...lineOptions, ...layerOptions],
  ends: async (question) =>
    isPassedByAll(question.network, question.layer.node, question.target.node) ? outputEnds(question) : undefined,
  exact(question) {
    const { network, line, layer, target } = question;
    const ending = endingWith(network, target);
    const place = lineNodeOf(ending.network, layer.name);
    if (place === undefined) return { attributions: zeros(question), restriction: line.restriction(ending) };
    const restriction = line.restriction(ending, [place.node]);
    return { attributions: adjointIntegralAlong(restriction, ending.explained, place.node), restriction };
  },
  async sampled(question, rule, n) {
    const { model, line, layer, target } = question;
    const { nodes, ends } = partsOf(rule, n);
    const sum = zeros(question);
    for (const [begin, end] of batches(nodes.length, sum.length + line.baseline.length)) {
      const { gradients } = await model.gradientsAt(pointsOn(line, nodes.subarray(begin, end)), target, layer.node);
      const values = await model.unitsAt(pointsOn(line, ends.subarray(begin, end + 1)), layer.node);
      for (let i = 0; i < gradients.length; i++)
        sum[i % sum.length] += gradients[i] * (values[i + sum.length] - values[i]);
    }
    return sum;
  },
};

/** Nodes, and where the parts of the line that they stand for begin and end: node i for `ends[i] .. ends[i + 1]`. */
interface Parts {
  readonly nodes: Float64Array;
  readonly ends: Float64Array;
}

/**
 * A part is as long as its node's weight: of the left rule from the node to the next one, of Gauss-Legendre around the
 * node (Chebyshev, Markov & Stieltjes). Captum takes n + 1 nodes and the parts between them, so that its line
 * begins and ends with a node.
 */
function partsOf(rule: Rule, n: number): Parts {
  if (captumRules.some((known) => known === rule)) {
    const { nodes } = rule.measure(n + 1);
    return { nodes: nodes.subarray(0, -1), ends: nodes };
  }
  const { nodes, weights } = rule.measure(n);
  const ends = new Float64Array(nodes.length + 1);
  weights.forEach((weight, i) => {
    ends[i + 1] = ends[i] + weight;
  });
  return { nodes, ends: ends.map((end) => Math.min(1, end)) };
}
