import type { Network } from './network.ts';

/**
 * Nodes and all that they are computed from, in topological order.
 *
 * @param known a node whose value is given, -1 for the input: neither it nor what only it is computed from is listed
 */
export function nodesUpTo({ nodes }: Network, ends: readonly number[], known = -1): number[] {
  const needed = new Set(ends);
  for (let i = nodes.length - 1; i >= 0; i--) {
    if (!needed.has(i) || i === known) continue;
    for (const source of nodes[i].inputs) needed.add(source);
  }
  return [...needed].filter((i) => i >= 0 && i !== known).sort((a, b) => a - b);
}

/** Nodes on ways from a node, -1 for the input, to a later one, that one included, in topological order. */
export function nodesBetween(network: Network, from: number, to: number): number[] {
  const reached = new Set([from]);
  return nodesUpTo(network, [to]).filter((node) => {
    if (node <= from || !network.nodes[node].inputs.some((source) => reached.has(source))) return false;
    reached.add(node);
    return true;
  });
}

/** True if every way from the network's input to a node passes another one. */
export function isPassedByAll(network: Network, node: number, on: number): boolean {
  return !nodesUpTo(network, [on], node).some((other) => network.nodes[other].inputs.includes(-1));
}
