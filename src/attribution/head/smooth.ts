import { nodesUpTo, type Network, type Operation } from '../../network/index.ts';
import { multiplicationsOf } from './multiplications.ts';

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
 * What there may be of units that bend behind smooth layers, times multiplications in what is evaluated to find where
 * each of them does: some ten seconds.
 */
const mostSearching = 1e8;
/** A lower bound of no more than this keeps what follows from dividing by 0, and is hardly ever reached. */
const mostGuarding = 1e-6;

/**
 * Why nothing that depends on a node has exact attributions, in a sentence; undefined if it may: if not too many units
 * bend behind a smooth layer.
 */
export function tooManyBends(network: Network, node: number): string | undefined {
  const behind = behindFrontier(network);
  const { nodes } = network;
  const head = nodesUpTo(network, [node]).filter((i) => behind[i]);
  const bends = head.filter((i) => isBending(nodes[i].operation));
  const units = bends.reduce((sum, i) => sum + network.unitsOf(i), 0);
  const work = multiplicationsOf(head.map((i) => nodes[i]));
  if (units * work <= mostSearching) return undefined;
  const [smooth] = nodesUpTo(network, [bends[0]]).filter((i) => behind[i]);
  return (
    `Layer '${nodes[smooth].name}' (${nodes[smooth].layer.type}) is smooth, and layer '${nodes[bends[0]].name}' (${nodes[bends[0]].layer.type}) ` +
    `bends behind it. Where each of ${units} units bends takes too long to find by ${work} multiplications a look, so that ` +
    'there are no exact attributions. Only sampled methods apply.'
  );
}

function isBending(operation: Operation): boolean {
  if (operation.family !== 'elementwise') return operation.family === 'maximum';
  const { thresholds, slopes } = operation;
  const isGuard = thresholds.length === 1 && slopes[0] === 0 && thresholds[0] > 0 && thresholds[0] <= mostGuarding;
  return !isGuard;
}
