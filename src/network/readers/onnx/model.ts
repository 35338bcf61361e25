import { fromBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, type GraphProto, type ModelProto, type NodeProto, type ValueInfoProto } from 'onnx-buf';
import { UserError } from '../../../errors.ts';

/** The parts of an ONNX file that matter here. */
export interface Model {
  readonly graph: GraphProto;
  readonly input: ValueInfoProto;
  readonly output: string;
  /** Those that the output needs, in topological order. */
  readonly nodes: readonly NodeProto[];
}

const broken = 'the file is not a whole ONNX model; it is truncated, damaged or of another format.';

/** @throws UserError if the bytes are no ONNX file, or one with several inputs or outputs */
export function decodeModel(bytes: Uint8Array): Model {
  const graph = decodeGraph(bytes);
  const held = new Set(graph.initializer.map((tensor) => tensor.name));
  const inputs = graph.input.filter(({ name }) => !held.has(name));
  const input = only(inputs, 'input');
  const output = only(graph.output, 'output').name;
  return { graph, input, output, nodes: neededNodes(graph, output) };
}

function decodeGraph(bytes: Uint8Array): GraphProto {
  const { graph, opsetImport } = decodeProto(bytes);
  // Every model names its operator set, and after the graph, so that one cut off between them is found too.
  if (graph === undefined || graph.node.length === 0 || opsetImport.length === 0) throw new UserError(broken);
  return graph;
}

function decodeProto(bytes: Uint8Array): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch {
    throw new UserError(broken);
  }
}

function only(values: readonly ValueInfoProto[], what: string): ValueInfoProto {
  if (values.length === 1) return values[0];
  const names = values.map(({ name }) => `'${name}'`).join(', ');
  throw new UserError(`the model has ${values.length} ${what}s (${names}), expected one ${what}.`);
}

function neededNodes(graph: GraphProto, output: string): NodeProto[] {
  const needed = new Set([output]);
  const nodes: NodeProto[] = [];
  for (const node of graph.node.toReversed()) {
    if (!node.output.some((name) => needed.has(name))) continue;
    for (const name of node.input) needed.add(name);
    nodes.push(node);
  }
  return nodes.reverse();
}
