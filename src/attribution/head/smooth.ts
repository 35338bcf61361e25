import { nodesUpTo, type Network } from '../../network/index.ts';

/** Per node of a network whether it is smooth or computed from what is: whether it lies behind the frontier. */
export function behindFrontier({ nodes }: Network): boolean[] {
  const behind: boolean[] = [];
  nodes.forEach(({ operation, inputs }) => {
    behind.push(operation.family === 'smooth' || inputs.some((source) => behind[source]));
  });
  return behind;
}

/** Why a layer behind the frontier has no exact attributions of its own, in a sentence; undefined if it lies before. */
export function insideHead(network: Network, node: number): string | undefined {
  const behind = behindFrontier(network);
  if (!behind[node]) return undefined;
  const { nodes } = network;
  const [first] = nodesUpTo(network, [node]).filter((i) => behind[i]);
  return (
    `Layer '${nodes[node].name}' lies behind the straight part of the network, which layer '${nodes[first].name}' ` +
    `(${nodes[first].layer.type}) ends. Only sampled methods apply to it.`
  );
}

/**
 * Why nothing that depends on a node has exact attributions, in a sentence; undefined if it may: if no layer bends
 * behind a smooth one.
 */
export function bendBehindSmooth(network: Network, node: number): string | undefined {
  const behind = behindFrontier(network);
  const { nodes } = network;
  const needed = nodesUpTo(network, [node]);
  const bend = needed.find((i) => behind[i] && ['elementwise', 'maximum'].includes(nodes[i].operation.family));
  if (bend === undefined) return undefined;
  const [first] = nodesUpTo(network, [bend]).filter((i) => behind[i]);
  return (
    `Layer '${nodes[first].name}' (${nodes[first].layer.type}) is smooth, and layer '${nodes[bend].name}' (${nodes[bend].layer.type}) ` +
    'bends behind it, so that there are no linear regions and no exact attributions. Only sampled methods apply.'
  );
}
