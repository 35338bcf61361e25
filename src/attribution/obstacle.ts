import { nodesUpTo } from '../network/index.ts';
import { behindFrontier, bendBehindSmooth } from './head/smooth.ts';
import type { Method, Question } from './method.ts';

/** Why a question has no exact answer though the method gives some, in a sentence; undefined if it has one. */
export function obstacleTo(
  { exact, attributes, neuron: role }: Method,
  { network, target, neuron, layer, layers }: Question,
): string | undefined {
  if (exact === undefined) return undefined;
  const bend = bendBehindSmooth(network, target.node);
  if (bend !== undefined) return bend;
  if (attributes === 'input' && role !== 'between') return undefined;
  const behind = behindFrontier(network);
  const needed = nodesUpTo(network, [target.node]);
  const inHead = layers.find(({ node }) => behind[node] && needed.includes(node));
  if (inHead !== undefined) {
    const first = network.nodes[nodesUpTo(network, [inHead.node]).filter((node) => behind[node])[0]];
    return `Layer '${inHead.name}' lies behind the straight part of the network, which layer '${first.name}' (${first.layer.type}) ends. Only sampled methods apply to it.`;
  }
  if (neuron.weights === undefined && role === 'between') {
    return `A function of the units of layer '${layer.name}' has no exact conductance. Only sampled methods apply to it.`;
  }
  return undefined;
}
