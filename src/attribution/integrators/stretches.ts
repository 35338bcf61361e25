import { captumRules, type Rule } from '../../quadrature/index.ts';

/**
 * Nodes, and where the stretches of the line that they stand for begin and end: node i for `ends[i] .. ends[i + 1]`.
 */
export interface Stretches {
  readonly nodes: Float64Array;
  readonly ends: Float64Array;
}

/**
 * A stretch is as long as its node's weight: of the left rule from the node to the next one, of Gauss-Legendre around
 * the node (Chebyshev, Markov & Stieltjes). Captum takes n + 1 nodes and the stretches between them, so that its line
 * begins and ends with a node.
 */
export function stretchesOf(rule: Rule, n: number): Stretches {
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
