import { evaluateNode, type Linear } from '../../network/index.ts';
import { lineNode, theLine, withLine, type LineGraph, type LineNode } from './graph.ts';

/** Values of every node of a graph at a point. */
export type Values = readonly Float64Array[];

/**
 * What follows a node, as a graph whose input is the node's output. What comes to it past the node
 * stays as it is at one point: constants become biases.
 *
 * @param point where what passes the node is held; @param values of every node there
 * @returns undefined if the node is the output, or the output does not depend on it
 */
export function suffixOf(graph: LineGraph, node: number, point: Float64Array, values: Values): LineGraph | undefined {
  const nodes: LineNode[] = [];
  /** Where each node is in the rest: `theLine` for the node itself, undefined for what is constant. */
  const places = new Map([[node, theLine]]);
  graph.nodes.forEach(({ name, operation, inputs }, i) => {
    const moving = inputs.map((input) => places.get(input)).filter((place) => place !== undefined);
    if (i <= node || moving.length === 0) return;
    const constantAt = withLine(values, point);
    const kept = operation.family === 'linear' ? withConstants(operation, inputs, places, constantAt) : operation;
    places.set(i, nodes.push(lineNode(nodes, name, kept, moving)) - 1);
  });
  const output = places.get(graph.output);
  if (output === undefined || output === theLine) return undefined;
  return { inputSize: graph.nodes[node].size, nodes, output, layers: new Map(nodes.map(({ name }, i) => [name, i])) };
}

/** A linear operation some of whose inputs are constant: what they add goes into the bias. */
function withConstants(
  operation: Linear,
  inputs: readonly number[],
  places: ReadonlyMap<number, number>,
  constantAt: (input: number) => Float64Array,
): Linear {
  const { shape, matrices } = operation;
  const constants = inputs.map((input, i) =>
    places.has(input) ? new Float64Array(matrices[i].columns) : constantAt(input),
  );
  return {
    family: 'linear',
    shape,
    matrices: matrices.filter((_, i) => places.has(inputs[i])),
    bias: evaluateNode(operation, constants),
  };
}
