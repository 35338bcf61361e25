import type { GraphProto } from 'onnx-buf';
import { UserError } from '../../../../base/index.ts';
import { decodeConstant } from '../constant.ts';
import { namedNodes, type NamedNode } from '../model.ts';
import type { Operator } from '../operator.ts';
import { stacked } from './concat.ts';
import { unstacked } from './slice.ts';
import type { Known, Translation } from '../translation.ts';
import { constantOf, type Value } from '../value.ts';

/** Translates a node of a graph within another node. */
type TranslateNode = (named: NamedNode, translation: Translation) => void;

/** What a node with graphs within it gives, output by output. */
type TranslateGraphs = (operator: Operator, translate: TranslateNode) => readonly Known[];

/** Graphs are repeated so often at most. */
const mostTimes = 10_000;

/** What a graph's nodes make of its inputs, as nodes of the graph around. */
function made(
  operator: Operator,
  graph: GraphProto,
  label: string,
  inputs: readonly Known[],
  translate: TranslateNode,
): readonly Known[] {
  const { translation } = operator;
  graph.input.forEach(({ name }, i) => {
    translation.set(name, inputs[i]);
  });
  for (const { node, name } of namedNodes(graph.node))
    translate({ node, name: [operator.name, label, name].filter((part) => part !== '').join('/') }, translation);
  return graph.output.map(({ name }) => translation.known(name));
}

/** A graph of the node, of which the weights are set once, however often it is repeated. */
function graphOf({ attributes, translation }: Operator, name: string): GraphProto {
  const graph = attributes.get(name)?.g;
  if (graph === undefined) throw new UserError(`it has no ${name}.`);
  for (const tensor of graph.initializer)
    translation.set(tensor.name, decodeConstant(tensor, translation.model.external));
  return graph;
}

/** By a constant condition one of two graphs; the other one is not looked at. */
const chosen: TranslateGraphs = (operator, translate) => {
  const condition = operator.value(0);
  if (condition.kind === 'tensor')
    throw new UserError('it chooses what to compute by what is computed; export the model without it.');
  return made(operator, graphOf(operator, condition.data[0] === 0 ? 'else_branch' : 'then_branch'), '', [], translate);
};

/** A graph as often as constants say, each time of what it gave before. */
const repeated: TranslateGraphs = (operator, translate) => {
  const { node, translation } = operator;
  const body = graphOf(operator, 'body');
  const most = operator.has(0) ? operator.constant(0).data[0] : Infinity;
  let goesOn = !operator.has(1) || operator.constant(1).data[0] !== 0;
  let carried = node.input.slice(2).map((name) => translation.known(name));
  const lists: Value[][] = body.output.slice(1 + carried.length).map(() => []);
  for (let time = 0; goesOn && time < most; time++) {
    if (time === mostTimes) throw new UserError(`it repeats what it computes more than ${mostTimes} times.`);
    const inputs = [constantOf([], [time], true), constantOf([], [1], true), ...carried];
    const [condition, ...outputs] = made(operator, body, `${time}`, inputs, translate);
    goesOn = isTrue(condition);
    carried = outputs.slice(0, carried.length);
    outputs.slice(carried.length).forEach((output, i) => lists[i].push(valueOf(output)));
  }
  return [...carried, ...lists.map((list) => listed(operator, list))];
};

/** A graph of each step of series, one after the other, and of what it gave before. */
const scanned: TranslateGraphs = (operator, translate) => {
  const { attributes, node, opset, translation } = operator;
  if (opset < 9) throw new UserError('before opset 9 it is not supported.');
  const body = graphOf(operator, 'body');
  const states = node.input.length - attributes.int('num_scan_inputs', 0);
  const series = node.input.slice(states).map((_, i) => stepsOf(operator, states + i, i));
  const [{ length }] = series;
  let carried = node.input.slice(0, states).map((name) => translation.known(name));
  const lists: Value[][] = body.output.slice(states).map(() => []);
  for (let step = 0; step < length; step++) {
    const inputs = [...carried, ...series.map((steps) => steps[step])];
    const outputs = made(operator, body, `${step}`, inputs, translate);
    carried = outputs.slice(0, states);
    outputs.slice(states).forEach((output, i) => lists[i].push(valueOf(output)));
  }
  const results = lists.map((list, i) => {
    const isReversed = attributes.ints('scan_output_directions', [])[i] === 1;
    return listed(operator, isReversed ? list.reverse() : list, attributes.ints('scan_output_axes', [])[i]);
  });
  return [...carried, ...results];
};

function stepsOf(operator: Operator, index: number, series: number): Value[] {
  const value = operator.value(index);
  const axis = operator.axis(operator.attributes.ints('scan_input_axes', [])[series] ?? 0, value.shape.length);
  const steps = unstacked(operator, value, axis);
  return operator.attributes.ints('scan_input_directions', [])[series] === 1 ? steps.reverse() : steps;
}

/** Along a new axis; what is repeated no time gives nothing. */
function listed(operator: Operator, values: readonly Value[], axis = 0): Value {
  return values.length === 0 ? constantOf([0], []) : stacked(operator, values, axis);
}

function valueOf(known: Known): Value {
  if ('kind' in known) return known;
  throw new UserError('what it gives of each time is a list, or jumps.');
}

function isTrue(condition: Known): boolean {
  if ('kind' in condition && condition.kind === 'constant') return condition.data[0] !== 0;
  throw new UserError('it goes on for as long as what is computed says. Export the model without it, unrolled.');
}

/** The registry: operators that hold graphs, which become nodes of the graph around. */
export const graphsWithin: Readonly<Record<string, TranslateGraphs>> = { If: chosen, Loop: repeated, Scan: scanned };
