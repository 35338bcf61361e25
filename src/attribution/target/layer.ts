import { UserError } from '../../base/index.ts';
import { lineGraph, theLine, type LineGraph } from '../../line/index.ts';
import { endsOfModule, inputName, modulesOf, steppedLayer, type Network, type Shape } from '../../network/index.ts';
import { listed, unknownName } from '../../names/index.ts';

/** The layer whose units are attributed: a node by its index, -1 the network's input. */
export interface Layer {
  readonly name: string;
  readonly node: number;
  readonly shape: Shape;
}

/**
 * The layer of a name, or the one that gives what a module of that path gives.
 *
 * @throws UserError with the nearest name if there is none, or the names of several
 */
export function layerNode(network: Network, name: string): number {
  const { nodes } = network;
  const node = nodes.findIndex((candidate) => candidate.name === name);
  if (node >= 0) return node;
  const modules = modulesOf(network);
  if (!modules.includes(name)) throw unknownName('layer', name, [...choicesIn(nodes), ...modules]);
  const [end, ...others] = endsOfModule(network, name);
  if (others.length === 0) return end;
  const names = [end, ...others].map((of) => `'${nodes[of].name}'`).join(', ');
  throw new UserError(`Module '${name}' gives what several layers give; choose one of them: ${names}.`);
}

/** The layer by its name; without one the last convolution. */
export function resolveLayer(network: Network, name?: string): Layer {
  const node = name === undefined ? lastConvolution(network) : layerNode(network, name);
  return { name: network.nodes[node].name, node, shape: network.nodes[node].operation.shape };
}

/** @throws UserError if there is none, one is named twice, or the network does not have it */
export function resolveLayers(network: Network, names: readonly string[]): Layer[] {
  if (names.length === 0)
    throw new UserError(
      'The list of layers is empty; expected at least one name, or no list for the last convolution.',
    );
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new UserError(`Layer '${twice}' is named twice; name each layer once.`);
  return names.map((name) => resolveLayer(network, name));
}

function lastConvolution({ nodes }: Network): number {
  const node = nodes.findLastIndex(({ layer, name }) => layer.type === 'Conv2D' && isWhole(name));
  if (node >= 0) return node;
  throw new UserError(
    `The network has no convolution, which is the default layer; choose one of ${listed(choicesIn(nodes))}.`,
  );
}

/** Names of layers, without those of the steps of a recurrent one. */
function choicesIn(nodes: Network['nodes']): string[] {
  return nodes.map(({ name }) => name).filter(isWhole);
}

function isWhole(name: string): boolean {
  return steppedLayer(name) === undefined;
}

/** The network's input in the place of a layer. */
export function inputLayer({ inputShape }: Network): Layer {
  return { name: inputName, node: -1, shape: inputShape };
}

/**
 * The node of a layer as the line sees it; undefined if the network does not have it, because its output does not
 * depend on it.
 *
 * @throws UserError if the layer only reshapes the input
 */
export function lineNodeOf(network: Network, name: string): { graph: LineGraph; node: number } | undefined {
  const graph = lineGraph(network);
  const node = graph.layers.get(name);
  if (node === theLine)
    throw new UserError(
      `Layer '${name}' only reshapes the input; choose one of ${[...graph.layers.keys()].join(', ')}.`,
    );
  return node === undefined ? undefined : { graph, node };
}
