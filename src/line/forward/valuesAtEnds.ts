import { deltaOf, kernelsFor, matricesOf, type LineGraph, type Values } from '../graph/index.ts';
import { startOf } from './initialState.ts';

/**
 * Values at both ends of a line, evaluated.
 *
 * @throws UserError if a point does not fit the graph or is not finite
 */
export function valuesAtEnds(
  graph: LineGraph,
  baseline: Float64Array,
  input: Float64Array,
): { atBaseline: Values; atInput: Values } {
  const delta = deltaOf(graph, baseline, input);
  return kernelsFor(graph).use(matricesOf(graph), (workspace) => {
    const { run } = startOf(graph, baseline, delta, workspace);
    return {
      atBaseline: graph.nodes.map((_, node) => run(node).value.slice()),
      atInput: graph.nodes.map((_, node) => run(node).end.slice()),
    };
  });
}
