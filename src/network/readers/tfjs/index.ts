import { UserError, within } from '../../../errors.ts';
import { inputName, Network } from '../../network.ts';
import { Definitions } from '../definitions.ts';
import { KerasLayer, type Value } from './kerasLayer.ts';
import { translationOf } from './layers/index.ts';
import { parseModel } from './model.ts';
import { placeOf, topologyOf, type LayerEntry, type Topology } from './topology.ts';
import { bytesOf, decodeWeights, type Weights } from './weights.ts';

/** Names of the files of weights of a TensorFlow.js layers model, beside its `model.json`. */
export function weightFilesOf(bytes: Uint8Array): string[] {
  return weightGroupsOf(bytes).flatMap(({ names }) => names);
}

/** The same files by the groups in which they hold tensors, with the bytes that these take. */
export function weightGroupsOf(bytes: Uint8Array): { readonly names: readonly string[]; readonly limit: number }[] {
  return parseModel(bytes).groups.map((group) => ({ names: group.texts('paths'), limit: bytesOf(group) }));
}

/**
 * Reads a TensorFlow.js layers model, sequential or functional, of one input and one output. Its tensors are in
 * row, column, channel order, as ours.
 *
 * @param bytes of `model.json`
 * @param files contents of `weightFilesOf(bytes)`
 * @throws UserError that names the layer and its class: "layer 'conv2d_1' (Conv2D): ..."
 */
export function readLayersModel(bytes: Uint8Array, files: readonly Uint8Array[]): Network {
  const { topology, groups } = parseModel(bytes);
  const graph = topologyOf(topology);
  const nodes = definitionsOf(graph, decodeWeights(groups, files));
  return new Network(graph.input.shape, nodes.list);
}

/** The nodes that the output needs; its own come last. */
function definitionsOf(graph: Topology, weights: Weights): Definitions {
  const { input, output } = graph;
  const nodes = new Definitions();
  const values = new Map<string, Value>([[input.name, { node: inputName, shape: input.shape }]]);
  const above = new Set<string>();
  const valueOf = (name: string): Value => {
    const known = values.get(name);
    if (known !== undefined) return known;
    const layer = layerCalled(name, graph);
    if (above.has(name)) throw new UserError(`${placeOf(layer)}: it takes its own output.`);
    above.add(name);
    const inputs = layer.inputs.map(valueOf);
    const value = within(() => placeOf(layer), () => translationOf(layer.className)(new KerasLayer(layer, inputs, weights, nodes)));
    values.set(name, value);
    return value;
  };
  valueOf(output);
  return nodes;
}

function layerCalled(name: string, { layers, input }: Topology): LayerEntry {
  const layer = layers.get(name);
  if (layer === undefined) throw new UserError(`no layer is called '${name}', which another one takes.`);
  if (layer.inputs.length > 0) return layer;
  throw new UserError(`${placeOf(layer)}: it takes no other layer, and the model's input is '${input.name}'.`);
}
