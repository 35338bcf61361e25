import { UserError } from '../../base/index.ts';
import {
  checkNetwork,
  sizeOf,
  transposed,
  type Elementwise,
  type Linear,
  type Maximum,
  type Network,
  type TiledMatrix,
} from '../../network/index.ts';

/** The index by which nodes refer to the line itself: the network's input. */
export const theLine = -1;

/**
 * How a node's units run along a line: `affine` without a kink; `first` activations bend an affine input,
 * so that their crossings are known at once; `later` nodes have an activation above them.
 */
export type Stage = 'affine' | 'first' | 'later';

/** A node of a network as the line sees it. */
export interface LineNode {
  readonly name: string;
  readonly operation: Linear | Elementwise | Maximum;
  /** Indices of earlier nodes, or `theLine`. */
  readonly inputs: readonly number[];
  readonly size: number;
  readonly stage: Stage;
}

/** A piecewise-linear network with reshapes looked through. */
export interface LineGraph {
  readonly inputSize: number;
  readonly nodes: readonly LineNode[];
  /** Index of the node that is the network's output. */
  readonly output: number;
  /** The node that holds the values of each layer of the network, by the layer's name. */
  readonly layers: ReadonlyMap<string, number>;
}

const graphs = new WeakMap<Network, LineGraph>();

/**
 * The graph of a network, made once.
 *
 * @throws UserError that names the layer if the network is not piecewise linear
 */
export function lineGraph(network: Network): LineGraph {
  const known = graphs.get(network) ?? makeGraph(network);
  graphs.set(network, known);
  return known;
}

function makeGraph(network: Network): LineGraph {
  checkNetwork(network);
  const nodes: LineNode[] = [];
  const indices: number[] = [];
  for (const { name, layer, inputs, operation } of network.nodes) {
    const sources = inputs.map((input) => (input < 0 ? theLine : indices[input]));
    if (operation.family === 'smooth') {
      throw new UserError(
        `Layer '${name}' (${layer.type}) is smooth, and a line is followed through straight layers and kinks alone. ` +
          'Follow the network up to that layer; attributions are exact through smooth ends: explain, exactIntegratedGradients.',
      );
    }
    if (operation.family === 'reshape') indices.push(sources[0]);
    else indices.push(nodes.push(lineNode(nodes, name, operation, sources)) - 1);
  }
  const output = indices[indices.length - 1];
  if (output === theLine) throw new UserError('The network only reshapes its input; there is nothing to attribute.');
  const layers = new Map(network.nodes.map(({ name }, i) => [name, indices[i]]));
  return { inputSize: network.inputSize, nodes, output, layers };
}

/** A node behind others. */
export function lineNode(
  nodes: readonly LineNode[],
  name: string,
  operation: LineNode['operation'],
  inputs: readonly number[],
): LineNode {
  const stage = stageOf(
    operation,
    inputs.map((input) => stageAt(nodes, input)),
  );
  return { name, operation, inputs, size: sizeOf(operation.shape), stage };
}

/** All matrices of a graph. */
export function matricesOf({ nodes }: LineGraph): TiledMatrix[] {
  return nodes.flatMap(({ operation }) => (operation.family === 'linear' ? operation.matrices : []));
}

/** The same and, of nodes that an adjoint is followed through, transposed. */
export function matricesBothWays(graph: LineGraph): TiledMatrix[] {
  const followed = { ...graph, nodes: graph.nodes.filter(({ stage }) => stage === 'later') };
  return [...matricesOf(graph), ...matricesOf(followed).map(transposed)];
}

/** Something of each node, and of the line, by the index with which nodes refer to them. */
export function withLine<T>(ofNodes: readonly T[], ofLine: T): (index: number) => T {
  return (index) => (index === theLine ? ofLine : ofNodes[index]);
}

/** The stage of a node's input, which may be the line. */
export function stageAt(nodes: readonly LineNode[], index: number): Stage {
  return index === theLine ? 'affine' : nodes[index].stage;
}

function stageOf(operation: LineNode['operation'], inputs: readonly Stage[]): Stage {
  if (inputs.some((stage) => stage !== 'affine')) return 'later';
  return operation.family === 'linear' ? 'affine' : 'first';
}
