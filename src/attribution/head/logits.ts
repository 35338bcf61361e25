import { UserError } from '../../base/index.ts';
import { lastActivation, logitsOf, sizeOf, type Network } from '../../network/index.ts';

/** What of a network that ends in a softmax or sigmoid is explained: what it gives, or what goes into it. */
export type Output = 'probability' | 'logits';

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
