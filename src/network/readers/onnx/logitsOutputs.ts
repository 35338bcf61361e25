import { create, toBinary } from '@bufbuild/protobuf';
import { GraphProtoSchema, ModelProtoSchema, ValueInfoProtoSchema, type GraphProto, type NodeProto } from 'onnx-buf';
import { copy } from './copy.ts';
import { decodeProto } from './model.ts';

/** Operators behind a last softmax or sigmoid that only hand its values on. */
const transparent = new Set(['Cast', 'Flatten', 'Identity', 'Reshape', 'Squeeze', 'Unsqueeze', 'ZipMap']);
const endings = new Set(['Sigmoid', 'Softmax']);

/**
 * Names of what goes into the last softmax or sigmoid of outputs, by their names; those that end in none are not there.
 */
export function onnxLogits(bytes: Uint8Array): ReadonlyMap<string, string> {
  const { graph } = decodeProto(bytes);
  return graph === undefined ? new Map() : logitsIn(graph);
}

function logitsIn({ node, output }: GraphProto): Map<string, string> {
  const makers = new Map(node.flatMap((maker) => maker.output.map((name) => [name, maker] as const)));
  const maker = (name: string): NodeProto | undefined => {
    const made = makers.get(name);
    return made !== undefined && transparent.has(made.opType) ? maker(made.input[0]) : made;
  };
  const found = output.flatMap(({ name }): [string, string][] => {
    const last = maker(name);
    return last !== undefined && endings.has(last.opType) && makers.has(last.input[0]) ? [[name, last.input[0]]] : [];
  });
  return new Map(found);
}

/**
 * The model with what goes into last softmaxes and sigmoids among its outputs.
 *
 * @param value another value of its nodes to be among them
 */
export function withLogits(bytes: Uint8Array, value?: string): Uint8Array {
  const model = decodeProto(bytes);
  const named = new Set(model.graph?.output.map(({ name }) => name));
  const values = model.graph?.node.flatMap(({ output }) => output.filter((name) => name === value)) ?? [];
  const added = [...new Set([...onnxLogits(bytes).values(), ...values])].filter((name) => !named.has(name));
  if (model.graph === undefined || added.length === 0) return bytes;
  const output = [...model.graph.output, ...added.map((name) => create(ValueInfoProtoSchema, { name }))];
  const graph = copy(GraphProtoSchema, model.graph, { output });
  return toBinary(ModelProtoSchema, copy(ModelProtoSchema, model, { graph }));
}
