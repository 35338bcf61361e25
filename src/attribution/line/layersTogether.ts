import type { StraightLine } from '../../line/index.ts';
import { Dense, inputName, Network, Reshape, type NodeDefinition, type Shape } from '../../network/index.ts';

/**
 * What follows several layers of a network while they move together, as a network of alpha: each runs straight from its
 * values at the baseline, alpha = 0, to those at the input, alpha = 1. What they do not reach stays as it is at the
 * input. A layer that follows another one of them runs straight too, whatever the other does.
 *
 * @param names of the layers; those that the network does not have are left out
 * @returns undefined if its output depends on none of them
 */
export function networkOfAlpha(
  network: Network,
  names: readonly string[],
  { baseline, input }: StraightLine,
): Network | undefined {
  const [atBaseline, atInput] = [baseline, input].map((point) => [point, ...network.evaluateAll(point)]);
  const shapes = [network.inputShape, ...network.nodes.map(({ operation }) => operation.shape)];
  const built = new Map<string, readonly NodeDefinition[]>();
  const sourceFor = (source: string, node: number): string => {
    if (built.has(source)) return source;
    const held = `${source} at the input`;
    built.set(held, straight(held, shapes[node + 1], atInput[node + 1], atInput[node + 1]));
    return held;
  };
  network.definitions.forEach((definition, node) => {
    const { name, inputs } = definition;
    if (names.includes(name))
      built.set(name, straight(name, shapes[node + 1], atBaseline[node + 1], atInput[node + 1]));
    else if (inputs.some((source) => built.has(source))) {
      const sources = inputs.map((source, i) => sourceFor(source, network.nodes[node].inputs[i]));
      built.set(name, [{ ...definition, inputs: sources }]);
    }
  });
  return built.has(network.nodes[network.nodes.length - 1].name)
    ? new Network([1], [...built.values()].flat())
    : undefined;
}

/** A layer whose values run from one point to another one. */
function straight(name: string, shape: Shape, from: Float64Array, to: Float64Array): NodeDefinition[] {
  const vector = `${name}, as a vector`;
  return [
    {
      name: vector,
      layer: new Dense(
        to.map((x, i) => x - from[i]),
        from,
      ),
      inputs: [inputName],
    },
    { name, layer: new Reshape(shape), inputs: [vector] },
  ];
}
