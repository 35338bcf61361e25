/** What these look at of a network. */
interface Graph {
  readonly nodes: readonly { readonly inputs: readonly number[] }[];
}

/**
 * Nodes and all that they are computed from, in topological order.
 *
 * @param known nodes whose values are given: neither they nor what only they are computed from are listed
 */
export function nodesUpTo({ nodes }: Graph, ends: readonly number[], known: readonly number[] = []): number[] {
  const needed = new Set(ends);
  for (let i = nodes.length - 1; i >= 0; i--) {
    if (!needed.has(i) || known.includes(i)) continue;
    for (const source of nodes[i].inputs) needed.add(source);
  }
  return [...needed].filter((i) => i >= 0 && !known.includes(i)).sort((a, b) => a - b);
}

/**
 * Nodes on paths from a node, -1 for the input, to a later one, that one included, in topological order.
 *
 * @param known nodes whose values are given: no path leads through them
 */
export function nodesBetween(network: Graph, from: number, to: number, known: readonly number[] = []): number[] {
  const reached = new Set([from]);
  return nodesUpTo(network, [to], known).filter((node) => {
    if (node <= from || !network.nodes[node].inputs.some((source) => reached.has(source))) return false;
    reached.add(node);
    return true;
  });
}

/** True if every path from the network's input to a node passes another one. */
export function isPassedByAll(network: Graph, node: number, on: number): boolean {
  return !nodesUpTo(network, [on], [node]).some((other) => network.nodes[other].inputs.includes(-1));
}
