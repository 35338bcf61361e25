import {
  AttributeProtoSchema,
  GraphProtoSchema,
  NodeProtoSchema,
  TensorProtoSchema,
  ValueInfoProtoSchema,
  type AttributeProto,
  type FunctionProto,
  type GraphProto,
  type NodeProto,
} from 'onnx-buf';
import { UserError } from '../../../base/index.ts';
import { copy } from './copy.ts';

/** Functions may call others many times, so that a small file becomes ever so many nodes. */
const mostNodes = 10_000;

/**
 * Nodes with those of the model's own functions in place of the nodes that call them. Values within a call have
 * the name of its output before their own, nodes that of the call.
 *
 * @throws UserError if a function calls itself, or there are too many nodes
 */
export function inlined(nodes: readonly NodeProto[], functions: readonly FunctionProto[]): readonly NodeProto[] {
  return functions.length === 0 ? nodes : new Inlining(functions).of(nodes, []);
}

class Inlining {
  readonly #functions: ReadonlyMap<string, FunctionProto>;
  #count = 0;

  constructor(functions: readonly FunctionProto[]) {
    this.#functions = new Map(functions.map((one) => [keyOf(one.domain, one.name, one.overload), one]));
  }

  /** @param calls keys of the functions that the nodes stand in */
  of(nodes: readonly NodeProto[], calls: readonly string[]): NodeProto[] {
    return nodes.flatMap((node, index) => {
      const key = keyOf(node.domain, node.opType, node.overload);
      const called = this.#functions.get(key);
      if (called === undefined) return [this.#counted(node, calls)];
      const name = node.name === '' ? `${node.opType}_${index}` : node.name;
      if (calls.includes(key)) throw new UserError(`node '${name}' (${node.opType}): the function calls itself.`);
      return this.of(bodyOf(called, copy(NodeProtoSchema, node, { name })), [...calls, key]);
    });
  }

  #counted(node: NodeProto, calls: readonly string[]): NodeProto {
    if (++this.#count > mostNodes)
      throw new UserError(`the model's functions make more than ${mostNodes} nodes; it is damaged.`);
    const inGraph = (graph: GraphProto): GraphProto =>
      copy(GraphProtoSchema, graph, { node: this.of(graph.node, calls) });
    return withGraphs(node, inGraph);
  }
}

function keyOf(domain: string, name: string, overload: string): string {
  return JSON.stringify([domain === 'ai.onnx' ? '' : domain, name, overload]);
}

/** The nodes of a function as they compute what a call of it gives. */
function bodyOf(called: FunctionProto, call: NodeProto): NodeProto[] {
  const prefix = call.output.find((name) => name !== '') ?? call.name;
  const known = new Map([
    ['', ''],
    ...called.output.flatMap((name, i) => ((call.output.at(i) ?? '') === '' ? [] : [[name, call.output[i]] as const])),
    ...called.input.map((name, i) => [name, call.input.at(i) ?? ''] as const),
  ]);
  const given = new Map([...called.attributeProto, ...call.attribute].map((one) => [one.name, one]));
  const renamed = (name: string): string => known.get(name) ?? `${prefix}/${name}`;
  return called.node.map((node, index) => {
    const own = node.name === '' ? `${node.opType}_${index}` : node.name;
    return instance(copy(NodeProtoSchema, node, { name: `${call.name}/${own}` }), renamed, given);
  });
}

type Renaming = (name: string) => string;

/** A node of a function with the values and attributes of a call. */
function instance(node: NodeProto, renamed: Renaming, given: ReadonlyMap<string, AttributeProto>): NodeProto {
  const attribute = node.attribute.flatMap((one) => {
    if (one.refAttrName === '') return [one];
    const value = given.get(one.refAttrName);
    return value === undefined ? [] : [copy(AttributeProtoSchema, value, { name: one.name })];
  });
  const inGraph = (graph: GraphProto): GraphProto =>
    copy(GraphProtoSchema, graph, {
      initializer: graph.initializer.map((one) => copy(TensorProtoSchema, one, { name: renamed(one.name) })),
      output: graph.output.map((one) => copy(ValueInfoProtoSchema, one, { name: renamed(one.name) })),
      node: graph.node.map((inner) => instance(inner, renamed, given)),
    });
  const [input, output] = [node.input.map(renamed), node.output.map(renamed)];
  return withGraphs(copy(NodeProtoSchema, node, { input, output, attribute }), inGraph);
}

function withGraphs(node: NodeProto, changed: (graph: GraphProto) => GraphProto): NodeProto {
  if (!node.attribute.some(({ g }) => g !== undefined)) return node;
  const attribute = node.attribute.map((one) =>
    one.g === undefined ? one : copy(AttributeProtoSchema, one, { g: changed(one.g) }),
  );
  return copy(NodeProtoSchema, node, { attribute });
}
