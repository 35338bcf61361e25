import type { Network } from './network.ts';

/** The last softmax or sigmoid of a network, which nothing but reshapes follows; undefined if there is none. */
export function lastActivation({ nodes }: Network): number | undefined {
  let last = nodes.length - 1;
  while (last > 0 && nodes[last].operation.family === 'reshape') [last] = nodes[last].inputs;
  return last >= 0 && ['Softmax', 'Sigmoid'].includes(nodes[last].layer.type) ? last : undefined;
}

/** The network without its last softmax or sigmoid; undefined if it ends in none. */
export function logitsOf(network: Network): Network | undefined {
  const last = lastActivation(network);
  if (last === undefined) return undefined;
  const [source] = network.nodes[last].inputs;
  return source < 0 ? undefined : network.upTo(source);
}
