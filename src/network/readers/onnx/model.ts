import { fromBinary } from '@bufbuild/protobuf';
import {
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProto_DataType,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from 'onnx-buf';
import { UserError } from '../../../base/index.ts';
import { inOrder } from '../inOrder.ts';
import { copy } from './copy.ts';
import { inlined } from './functions.ts';
import { dense } from './sparse.ts';

/** The parts of an ONNX file that matter here. */
export interface Model {
  readonly graph: GraphProto;
  /** Version of ONNX's operators. */
  readonly opset: number;
  readonly initializers: ReadonlyMap<string, TensorProto>;
  readonly output: string;
  /** Those that the output needs, each behind all that it needs. */
  readonly nodes: readonly NamedNode[];
}

/** A node with the name that messages and layers have of it: its own, or its operator and its place in the file. */
export interface NamedNode {
  readonly node: NodeProto;
  readonly name: string;
}

const broken =
  'the file is not a whole ONNX model; it is truncated, damaged or of another format. Copy, download or export it again.';

/** Files that are read twice, for the names of the files beside them and for all else, are decoded once. */
const decoded = new WeakMap<Uint8Array, ModelProto>();

/**
 * @param output its name, or that of a value that a node gives; default: the first that may have a gradient
 * @throws UserError if the bytes are no ONNX file, or one whose graph does not hold together
 */
export function decodeModel(bytes: Uint8Array, output: string | undefined): Model {
  const { graph, opsetImport, functions } = decodeProto(bytes);
  // Every model names its operator set, and after the graph, so that one cut off between them is found too.
  if (graph === undefined || graph.output.length === 0 || opsetImport.length === 0) throw new UserError(broken);
  const sets = [...opsetImport, ...functions.flatMap((one) => one.opsetImport)];
  const opset = Number(sets.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version ?? 0);
  const initializers = uniquely(
    [...graph.initializer, ...graph.sparseInitializer.map(dense)],
    ({ name }) => name,
    'initializer',
  );
  const nodes = inlined(graph.node, functions);
  const chosen = outputNamed(graph, nodes, output);
  return { graph, opset, initializers, output: chosen, nodes: neededNodes(nodes, chosen, initializers) };
}

/** @throws UserError if the bytes are no ONNX file */
export function decodeProto(bytes: Uint8Array): ModelProto {
  const known = decoded.get(bytes);
  if (known !== undefined) return known;
  try {
    const model = fromBinary(ModelProtoSchema, bytes);
    decoded.set(bytes, model);
    return model;
  } catch {
    throw new UserError(broken);
  }
}

function uniquely<Item>(items: readonly Item[], nameOf: (item: Item) => string, what: string): Map<string, Item> {
  const byName = new Map(items.map((item) => [nameOf(item), item]));
  if (byName.size === items.length) return byName;
  const twice = items.map(nameOf).find((name, i, names) => names.indexOf(name) !== i) ?? '';
  throw new UserError(`the model has two ${what}s of the name '${twice}'; it is damaged.`);
}

/** One of the graph's, or any value that a node gives: what is computed before an operator that has no gradient. */
function outputNamed({ output }: GraphProto, nodes: readonly NodeProto[], given: string | undefined): string {
  const names = output.map(({ name }) => name);
  if (given === undefined) return (output.find(mayHaveGradient) ?? output[0]).name;
  if (names.includes(given) || nodes.some((node) => given !== '' && node.output.includes(given))) return given;
  throw new UserError(
    `the model has no output '${given}'. Its outputs: ${names.map((name) => `'${name}'`).join(', ')}.`,
  );
}

/** Whole numbers and words, such as the class that scikit-learn's models give first, have none. */
function mayHaveGradient({ type }: ValueInfoProto): boolean {
  return type?.value.case !== 'tensorType' || floatTypes.includes(type.value.value.elemType);
}

const floatTypes: readonly number[] = [
  TensorProto_DataType.UNDEFINED,
  TensorProto_DataType.FLOAT,
  TensorProto_DataType.DOUBLE,
  TensorProto_DataType.FLOAT16,
  TensorProto_DataType.BFLOAT16,
];

/** Which node gives each value; names of outputs that ONNX leaves out are empty. */
function neededNodes(
  all: readonly NodeProto[],
  output: string,
  initializers: ReadonlyMap<string, TensorProto>,
): NamedNode[] {
  const nodes = namedNodes(all);
  const sources = uniquely(
    nodes.flatMap((source) => source.node.output.filter((value) => value !== '').map((value) => ({ value, source }))),
    ({ value }) => value,
    'output',
  );
  const needs = ({ node }: NamedNode): NamedNode[] =>
    takenBy(node).flatMap((value) => (initializers.has(value) ? [] : (sources.get(value)?.source ?? [])));
  const end = sources.get(output)?.source;
  return end === undefined ? [] : withoutUnused(inOrder([end], needs, placeOf), output);
}

/** Outputs that nothing takes are left out, by an empty name. */
function withoutUnused(nodes: readonly NamedNode[], output: string): NamedNode[] {
  const taken = new Set(['', output, ...nodes.flatMap(({ node }) => takenBy(node))]);
  return nodes.map((named) => {
    if (named.node.output.every((value) => taken.has(value))) return named;
    const outputs = named.node.output.map((value) => (taken.has(value) ? value : ''));
    return { ...named, node: copy(NodeProtoSchema, named.node, { output: outputs }) };
  });
}

export function namedNodes(nodes: readonly NodeProto[]): NamedNode[] {
  return nodes.map((node, index) => ({ node, name: node.name === '' ? `${node.opType}_${index}` : node.name }));
}

/** Names of the values that a node takes, by itself or within a graph that it holds. */
export function takenBy(node: NodeProto): string[] {
  return [...node.input, ...node.attribute.flatMap(({ g }) => g?.node.flatMap(takenBy) ?? [])];
}

/** How messages name a node. */
export function placeOf({ node, name }: NamedNode): string {
  return `node '${name}' (${node.opType})`;
}
