import { UserError } from '../../base/index.ts';
import { pointAt, type StraightLine } from '../../line/index.ts';
import { nodesUpTo, pullNode, type Network } from '../../network/index.ts';
import { addTo } from '../numbers/index.ts';
import type { ResolvedTarget } from '../target/index.ts';

/** Alphas at which a line is looked at, evenly spaced. */
const looks = 33;
/** Others at most: each is an evaluation of the network. */
const mostOthers = 256;

const advice =
  'Attributions need finite values and gradients: choose another baseline or input, or a network that divides by ' +
  'nothing near 0, takes no root or logarithm of it, and does not overflow.';

/**
 * An error that says why attributions along a line are not finite: the first layer whose values are not, or whose
 * gradient is not, and where.
 *
 * @param others alphas at which the answer depends on the network, beside the ends of the line
 */
export function notFiniteOn(
  network: Network,
  target: ResolvedTarget,
  line: StraightLine,
  others: Iterable<number> = [],
): UserError {
  const even = Array.from({ length: looks }, (_, i) => i / (looks - 1));
  for (const alpha of [0, 1, ...[...others].slice(0, mostOthers), ...even]) {
    const fault = faultAt(network, target, pointAt(line, alpha));
    if (fault !== undefined) return new UserError(`${fault} at ${placeOf(alpha, line)}. ${advice}`);
  }
  return new UserError(
    'The attributions are not finite: somewhere between baseline and input a value or a gradient is not, or is too ' +
      `large for the numbers that it is computed in, which are float32 on backends and else float64. ${advice}`,
  );
}

/** The same for values of a target at points, one after the other. @throws UserError if one is not finite */
export function checkValues(
  network: Network,
  target: ResolvedTarget,
  points: Float64Array,
  values: Float64Array,
): void {
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index < 0) return;
  const { inputSize } = network;
  const point = points.subarray(index * inputSize, (index + 1) * inputSize);
  const fault = faultAt(network, target, point) ?? `The target is ${values[index]}`;
  throw new UserError(`${fault} where some features, or none, are the baseline's. ${advice}`);
}

function placeOf(alpha: number, { baseline, input }: StraightLine): string {
  if (alpha === 1 || baseline === input) return 'the input';
  return alpha === 0 ? 'the baseline' : `alpha ${alpha} of the line from baseline to input`;
}

/** What is not finite of a target, or of its gradient, at a point: the beginning of a sentence. */
function faultAt(network: Network, target: ResolvedTarget, point: Float64Array): string | undefined {
  const values = network.evaluateAll(point);
  const { nodes } = network;
  const needed = nodesUpTo(network, [target.node]);
  for (const node of needed) {
    const unit = firstNotFinite(values[node]);
    if (unit >= 0)
      return `Layer '${nodes[node].name}' (${nodes[node].layer.type}) gives ${values[node][unit]} for its unit ${unit}`;
  }
  const adjoints = new Map([[target.node, target.gradient(values[target.node])]]);
  for (const node of needed.toReversed()) {
    const adjoint = adjoints.get(node);
    if (adjoint === undefined) continue;
    const { operation, inputs, name, layer } = nodes[node];
    const read = inputs.map((source) => (source < 0 ? point : values[source]));
    for (const [i, pulled] of pullNode(operation, read, adjoint, values[node]).entries()) {
      const unit = firstNotFinite(pulled);
      if (unit >= 0)
        return `The gradient through layer '${name}' (${layer.type}) is ${pulled[unit]} for unit ${unit} of its input, which is ${read[i][unit]},`;
      const sum = pulled.slice();
      addTo(sum, 1, adjoints.get(inputs[i]) ?? new Float64Array(sum.length));
      adjoints.set(inputs[i], sum);
    }
  }
  return undefined;
}

function firstNotFinite(values: Float64Array): number {
  return values.findIndex((value) => !Number.isFinite(value));
}
