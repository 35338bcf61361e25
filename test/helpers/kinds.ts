import { tooManyBends } from '../../src/attribution/index.ts';
import type { Network } from '../../src/network/index.ts';

/** How exact methods take a network: whole, up to a smooth head, or not. */
export function kindOf(network: Network): 'exact' | 'head' | 'sampled' {
  if (network.nodes.every(({ operation }) => operation.family !== 'smooth')) return 'exact';
  return tooManyBends(network, network.nodes.length - 1) === undefined ? 'head' : 'sampled';
}
