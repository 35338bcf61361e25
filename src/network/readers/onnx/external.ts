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

/** All tensors of a model: weights of its graph, of graphs within nodes, and constants of nodes, those of functions too. */
function* tensorsOf({ graph, functions }: ModelProto): Iterable<TensorProto> {
  if (graph !== undefined) yield* inGraph(graph);
  for (const { node } of functions) yield* inNodes(node);
}

function* inGraph({ initializer, node }: GraphProto): Iterable<TensorProto> {
  yield* initializer;
  yield* inNodes(node);
}

function* inNodes(nodes: readonly NodeProto[]): Iterable<TensorProto> {
  for (const { t, g } of nodes.flatMap(({ attribute }) => attribute)) {
    if (t !== undefined) yield t;
    if (g !== undefined) yield* inGraph(g);
  }
}
