import {
  Concat,
  Flatten,
  inputName,
  Network,
  nodesUpTo,
  PerNetwork,
  type NodeDefinition,
} from '../../network/index.ts';

const bodies = new PerNetwork<Network>();

/**
 * The network whose outputs are those of some nodes, -1 for the input, one after the other; made once. Its layers have
 * the names that they have in the whole network.
 */
export function bodyOf(network: Network, ends: readonly number[]): Network {
  return bodies.get(network, ends.join(), () => makeBody(network, ends));
}

function makeBody(network: Network, ends: readonly number[]): Network {
  if (ends.length === 1 && changesInput(network, ends[0])) return network.upTo(ends[0]);
  const { definitions } = network;
  const names = ends.map((node) => (node < 0 ? inputName : definitions[node].name));
  const vectors = names.map((name): NodeDefinition => ({
    name: `${name}, as a vector of the frontier`,
    layer: new Flatten(),
    inputs: [name],
  }));
  const last: NodeDefinition = { name: 'the frontier', layer: new Concat(0), inputs: vectors.map(({ name }) => name) };
  return new Network(network.inputShape, [
    ...nodesUpTo(network, ends).map((node) => definitions[node]),
    ...vectors,
    last,
  ]);
}

/** False for the input, reshaped or not. */
function changesInput(network: Network, node: number): boolean {
  return nodesUpTo(network, [node]).some((i) => network.nodes[i].operation.family !== 'reshape');
}
