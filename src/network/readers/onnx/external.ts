import type { GraphProto, ModelProto, NodeProto, TensorProto } from 'onnx-buf';
import type { Companions } from '../companions.ts';
import { locationOf } from './constant.ts';
import { decodeProto } from './model.ts';

/** Bytes that a file of weights may have behind the last of them: it may be rounded up to whole pages. */
const slack = 2 ** 20;

/** The files beside a model that hold its weights. */
export function companionsOf(bytes: Uint8Array): Companions[] {
  const ends = new Map<string, number>();
  for (const tensor of tensorsOf(decodeProto(bytes))) {
    const location = locationOf(tensor);
    if (location === undefined) continue;
    const { file, offset, length = Infinity } = location;
    ends.set(file, Math.max(ends.get(file) ?? 0, offset + length));
  }
  return [...ends].map(([name, end]) => ({ names: [name], limit: end + slack }));
}

/**
 * All tensors of a model: weights of its graph, of graphs within nodes, and constants of nodes, those of functions too.
 */
export function* tensorsOf(model: ModelProto): Iterable<TensorProto> {
  for (const { initializer } of graphsOf(model)) yield* initializer;
  for (const { attribute } of nodesOf(model)) for (const { t } of attribute) if (t !== undefined) yield t;
}

/** The graph of a model and those within nodes. */
export function* graphsOf(model: ModelProto): Iterable<GraphProto> {
  if (model.graph !== undefined) yield model.graph;
  for (const { attribute } of nodesOf(model)) for (const { g } of attribute) if (g !== undefined) yield g;
}

/** All nodes of a model, those of functions and of graphs within nodes too. */
export function* nodesOf({ graph, functions }: ModelProto): Iterable<NodeProto> {
  yield* withInner(graph?.node ?? []);
  for (const { node } of functions) yield* withInner(node);
}

function* withInner(nodes: readonly NodeProto[]): Iterable<NodeProto> {
  for (const node of nodes) {
    yield node;
    for (const { g } of node.attribute) if (g !== undefined) yield* withInner(g.node);
  }
}
