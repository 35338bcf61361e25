import { evaluateNode, type Network, type Node } from '../network/index.ts';

/** What the last digit of a number in float32 is worth, relative to it. */
const digit = 2 ** -23;

/**
 * Values of a network whose input and layers round as float32 does, each unit by itself and at random: what is small
 * because large terms cancel is off by digits of those terms. Smooth functions of one tensor are approximated by
 * runtimes, to a digit of 1 where they are less.
 *
 * @param random uniform numbers in [0, 1)
 */
export function roughly(network: Network, x: Float64Array, random: () => number): Float64Array {
  const input = blurred(x, 0, random);
  const values: Float64Array[] = [];
  for (const node of network.nodes) {
    const inputs = node.inputs.map((source) => (source < 0 ? input : values[source]));
    values.push(rounded(node, evaluateNode(node.operation, inputs), random));
  }
  return values[values.length - 1];
}

function rounded({ operation, inputs }: Node, values: Float64Array, random: () => number): Float64Array {
  if (operation.family === 'reshape') return values;
  const least = operation.family === 'smooth' && inputs.length === 1 ? 1 : 0;
  return blurred(values, least, random);
}

function blurred(values: Float64Array, least: number, random: () => number): Float64Array {
  return values.map((value) => value + digit * Math.max(least, Math.abs(value)) * (2 * random() - 1));
}
