import { deltaOf, kernelsFor, matricesOf, type LineGraph, type StraightLine, type Values } from '../graph/index.ts';
import { startOf } from './initialState.ts';

/**
 * Values at both ends of a line, evaluated.
 *
 * @throws UserError if a point does not fit the graph or is not finite
 */
export function valuesAtEnds(graph: LineGraph, line: StraightLine): { atBaseline: Values; atInput: Values } {
  const delta = deltaOf(graph, line);
  return kernelsFor(graph).use(matricesOf(graph), (workspace) => {
    const { run } = startOf(graph, line.baseline, delta, workspace);
    return {
      atBaseline: graph.nodes.map((_, node) => run(node).value.slice()),
      atInput: graph.nodes.map((_, node) => run(node).end.slice()),
    };
  });
}
