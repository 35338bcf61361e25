import { UserError } from '../../errors.ts';
import { sizeOf, type Network } from '../../network/index.ts';

/** What of a network that ends in a softmax or sigmoid is explained: what it gives, or what goes into it. */
export type Output = 'probability' | 'logits';

/** The last softmax or sigmoid of a network, which nothing but reshapes follows; undefined if there is none. */
function lastActivation({ nodes }: Network): number | undefined {
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

/**
 * The network that ends with an output.
 *
 * @throws UserError if it has no logits, or the output is of neither kind
 */
export function withOutput(network: Network, output: Output): Network {
  if (output === 'probability') return network;
  const name: string = output;
  if (name !== 'logits') throw new UserError(`The output is '${name}'; expected probability or logits.`);
  const logits = logitsOf(network);
  if (logits !== undefined) return logits;
  const { name: last, layer } = network.nodes[network.nodes.length - 1];
  throw new UserError(
    `The network ends in layer '${last}' (${layer.type}) and in no softmax or sigmoid, so it has no logits; leave out the output.`,
  );
}

/** Whether the largest output is always that of the largest logit. */
export function keepsOrder(network: Network): boolean {
  const last = lastActivation(network);
  if (last === undefined) return false;
  const {
    layer,
    operation: { shape },
  } = network.nodes[last];
  return layer.type === 'Sigmoid' || shape[shape.length - 1] === sizeOf(shape);
}
