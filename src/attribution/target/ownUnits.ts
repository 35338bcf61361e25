import { UserError } from '../../base/index.ts';
import { Network, Normalize, PerNetwork } from '../../network/index.ts';

/** Appended to the name of a layer it names its input. */
const inputSuffix = ':input';

/**
 * The network with the input of some layers as layers of their own, `NAME:input`, that change nothing: what is
 * attributed to them passes the layer, and not other layers that take the same.
 *
 * @throws UserError if one of the layers takes several inputs
 */
export function withInputsOf(network: Network, layers: readonly string[]): { network: Network; layers: string[] } {
  const definitions = network.definitions.flatMap((definition) => {
    const { name, inputs } = definition;
    if (!layers.includes(name)) return [definition];
    if (inputs.length > 1)
      throw new UserError(
        `Layer '${name}' has the inputs ${inputs.join(', ')}; attribute to the output of one of them.`,
      );
    const identity = { name: name + inputSuffix, layer: unchanged(), inputs };
    return [identity, { ...definition, inputs: [identity.name] }];
  });
  return { network: new Network(network.inputShape, definitions), layers: layers.map((name) => name + inputSuffix) };
}

function unchanged(): Normalize {
  return new Normalize(Float64Array.of(0), Float64Array.of(1));
}

const split = new PerNetwork<Network>();

/**
 * The network in which each of some layers has units of its own. To a line a reshape is the layer that it takes; where
 * others take that too, what passes the reshape is not all that passes the layer. Made once.
 */
export function withOwnUnits(network: Network, layers: readonly string[]): Network {
  const shared = layers.filter((name) =>
    isShared(
      network,
      network.nodes.findIndex((node) => node.name === name),
    ),
  );
  if (shared.length === 0) return network;
  return split.get(network, shared.join(), () => splitOff(network, shared));
}

function isShared(network: Network, node: number): boolean {
  const { nodes } = network;
  if (node < 0 || nodes[node].operation.family !== 'reshape') return false;
  const [source] = nodes[node].inputs;
  const isTakenByOthers = nodes.filter(({ inputs }) => inputs.includes(source)).length > 1;
  return source >= 0 && (isTakenByOthers || isShared(network, source));
}

function splitOff(network: Network, layers: readonly string[]): Network {
  const definitions = network.definitions.flatMap((definition) => {
    const { name } = definition;
    if (!layers.includes(name)) return [definition];
    const reshaped = `${name}, reshaped`;
    return [
      { ...definition, name: reshaped },
      { name, layer: unchanged(), inputs: [reshaped] },
    ];
  });
  return new Network(network.inputShape, definitions);
}
