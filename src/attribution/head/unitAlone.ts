import { Network, nodesUpTo, PerNetwork, Select } from '../../network/index.ts';
import { resolveUnit, type ResolvedTarget } from '../target/index.ts';

/** So many units of a frontier cost little beside the straight part of the network, which their outputs share. */
const few = 64;

const networks = new PerNetwork<Network>();

/**
 * Where a target is a unit of a smooth layer that depends on few of many units that the layer reads, as the probability
 * of a pixel's class does, or one of many sigmoids: the unit alone, behind the same layers. Else the target as it is.
 */
export function unitAlone(
  network: Network,
  target: ResolvedTarget,
): { readonly network: Network; readonly target: ResolvedTarget } {
  if (target.unit === undefined) return { network, target };
  const node = beforeReshapes(network, target.node);
  if (node < 0) return { network, target };
  const {
    layer,
    name,
    operation,
    inputs: [source],
  } = network.nodes[node];
  if (operation.family !== 'smooth' || network.unitsOf(source) <= few) return { network, target };
  const alone = operation.alone?.(target.unit);
  if (alone === undefined) return { network, target };
  const cut = networks.get(network, `${name} ${target.unit}`, () => {
    const reads = `${name}, what unit ${target.unit} reads`;
    return new Network(network.inputShape, [
      ...nodesUpTo(network, [source]).map((i) => network.definitions[i]),
      { name: reads, layer: new Select(alone.shape, alone.reads), inputs: network.definitions[node].inputs },
      { name, layer, inputs: [reads] },
    ]);
  });
  return { network: cut, target: resolveUnit(cut, cut.nodes.length - 1, alone.unit) };
}

/** The node, or -1 for the input, whose units a node has under another shape. */
function beforeReshapes(network: Network, node: number): number {
  let before = node;
  while (before >= 0 && network.nodes[before].operation.family === 'reshape') [before] = network.nodes[before].inputs;
  return before;
}
