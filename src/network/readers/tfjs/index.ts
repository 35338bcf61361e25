import { checkBytes, checkList } from '../../../base/index.ts';
import { unknownName } from '../../../names/index.ts';
import { Reshape } from '../../layers/index.ts';
import { inputName, Network } from '../../network.ts';
import { Definitions } from '../definitions.ts';
import { checkReadOptions, type ReadOptions } from '../options.ts';
import type { Ports } from '../ports.ts';
import type { Reference } from './connections.ts';
import { addLayer, addModel } from './graph.ts';
import { graphPorts, readGraph } from './graphModel/index.ts';
import type { Value } from './kerasLayer.ts';
import { layersTopology, parseModel, type LayersTopology } from './model.ts';
import { inputsOf, portsOf } from './modelInputs.ts';
import { topologyOf, type Topology } from './topology.ts';
import { checkSupported } from './unsupported.ts';
import { bytesOf, decodeWeights, type Weights } from './weights.ts';

/** Names of the files of weights of a TensorFlow.js model, beside its `model.json`. */
export function weightFilesOf(bytes: Uint8Array): string[] {
  checkBytes('content of a model.json', bytes);
  return weightGroupsOf(bytes).flatMap(({ names }) => names);
}

/** The same files by the groups in which they hold tensors, with the bytes that these take. */
export function weightGroupsOf(bytes: Uint8Array): { readonly names: readonly string[]; readonly limit: number }[] {
  return parseModel(bytes).groups.map((group) => ({ names: group.texts('paths'), limit: bytesOf(group) }));
}

/** Inputs and outputs of a TensorFlow.js model. */
export function tfjsPorts(bytes: Uint8Array): Ports {
  const model = parseModel(bytes);
  if (model.isGraph) return graphPorts(model.fields);
  const { kind, config } = layersTopology(model);
  return portsOf(topologyOf(kind, config));
}

/** True of a graph model, false of a layers model. */
export function isGraphModel(bytes: Uint8Array): boolean {
  return parseModel(bytes).isGraph;
}

/** One output of a model as a function of one input. */
export interface TfjsFunction {
  readonly network: Network;
  /** The names that input and output have in the file. */
  readonly input: string;
  readonly output: string;
}

/**
 * Reads a TensorFlow.js model: a layers model, sequential or functional, as TensorFlow.js, Keras 2 or Keras 3 write it,
 * or a graph model. Its tensors are in row, column, channel order, as ours.
 *
 * @param bytes of `model.json`
 * @param files contents of `weightFilesOf(bytes)`
 * @throws UserError that names the layer and its class, "layer 'conv2d_1' (Conv2D): ...", or the node and its operator
 */
export function readTfjs(bytes: Uint8Array, files: readonly Uint8Array[], options: ReadOptions = {}): Network {
  return readTfjsFunction(bytes, files, options).network;
}

/** As `readTfjs`, with the name of the input. */
export function readTfjsFunction(bytes: Uint8Array, files: readonly Uint8Array[], options: ReadOptions): TfjsFunction {
  checkBytes('content of a model.json', bytes);
  checkList('list of the files of weights', files);
  for (const file of files) checkBytes('content of a file of weights', file);
  checkReadOptions(options);
  const model = parseModel(bytes);
  const weights = decodeWeights(model.groups, files);
  const read = model.isGraph
    ? readGraph(model.fields, weights, options)
    : readLayers(layersTopology(model), weights, options);
  return { ...read, output: options.output ?? tfjsPorts(bytes).outputs[0].name };
}

function readLayers(
  { kind, config, kerasVersion, writtenByKeras }: LayersTopology,
  weights: Weights,
  options: ReadOptions,
): Omit<TfjsFunction, 'output'> {
  const model = topologyOf(kind, config);
  const output = outputOf(model, options.output);
  checkSupported(model, [output]);
  const nodes = new Definitions(options);
  const { input, inputShape, values } = inputsOf(model, options, nodes);
  const around = { scopes: [model.name], weights, nodes, kerasVersion, writtenByKeras, calls: { made: 0 }, addLayer };
  const [value] = addModel(model, values, [output], around);
  return { network: new Network(inputShape, nodes.upTo(nodeOf(value, output, nodes)), options.memory), input };
}

/** The node of a value; where that is the network's input, one that hands it on. */
function nodeOf({ node, shape }: Value, { layer }: Reference, nodes: Definitions): string {
  return node === inputName ? nodes.append(layer, new Reshape(shape), [inputName]) : node;
}

/** The output of a name, as the layer that gives it; the first if there is no name. */
function outputOf({ outputs }: Topology, name: string | undefined): Reference {
  const found = name === undefined ? outputs[0] : outputs.find(({ layer }) => layer === name);
  if (found !== undefined) return found;
  throw unknownName(
    'output',
    name ?? '',
    outputs.map(({ layer }) => layer),
  );
}
