import { Conv2D, Dense, Pointwise, WeightedSum, type Layer } from '../../layers/index.ts';
import type { NodeDefinition } from '../../network.ts';

/**
 * Joins what ONNX writes as several nodes: MatMul and Add become one dense layer, Sub and Div one WeightedSum.
 * Only where nothing else takes the value in between. The joined node has the name of the last one.
 */
export function fuse(definitions: readonly NodeDefinition[]): NodeDefinition[] {
  const uses = new Map<string, number>();
  for (const input of definitions.flatMap(({ inputs }) => inputs)) uses.set(input, (uses.get(input) ?? 0) + 1);
  const fused = new Map<string, NodeDefinition>();
  for (const definition of definitions) {
    const before = fused.get(definition.inputs[0]);
    const layer =
      before !== undefined && uses.get(before.name) === 1 ? join(before.layer, definition.layer) : undefined;
    if (before === undefined || layer === undefined) {
      fused.set(definition.name, definition);
    } else {
      fused.delete(before.name);
      fused.set(definition.name, { ...definition, layer, inputs: before.inputs });
    }
  }
  return [...fused.values()];
}

/** One layer that does what both do; undefined if there is none. */
function join(first: Layer, second: Layer): Layer | undefined {
  if (second.type !== 'WeightedSum' || second.coefficients.length !== 1) return undefined;
  if (first.type === 'WeightedSum' && first.coefficients.length === 1) return joinSums(first, second);
  if (!second.coefficients[0].every((coefficient) => coefficient === 1)) return undefined;
  if (first.type === 'Dense' && fits(first.bias, second.bias))
    return new Dense(first.kernel, shifted(first.bias, second.bias));
  if (first.type === 'Conv2D' && fits(first.bias, second.bias))
    return new Conv2D(first.kernel, shifted(first.bias, second.bias), first.window, first.groups);
  if (first.type === 'Pointwise' && fits(first.bias, second.bias))
    return new Pointwise(first.kernel, shifted(first.bias, second.bias));
  return undefined;
}

/** Of one for all units, or for each channel or unit, as many as there are biases. */
function fits(bias: Float64Array, other: Float64Array): boolean {
  return other.length === 1 || other.length === bias.length;
}

/** `c' (c x + b) + b'` is `c' c x + (c' b + b')`. */
function joinSums(
  { coefficients: [c], bias: b }: WeightedSum,
  { coefficients: [d], bias: e }: WeightedSum,
): WeightedSum | undefined {
  const longest = Math.max(c.length, b.length, d.length, e.length);
  if (![c, b, d, e].every(({ length }) => length === 1 || length === longest)) return undefined;
  const at = (numbers: Float64Array, i: number): number => numbers[i % numbers.length];
  const each = (value: (i: number) => number): Float64Array =>
    Float64Array.from({ length: longest }, (_, i) => value(i));
  return new WeightedSum(
    [each((i) => at(d, i) * at(c, i))],
    each((i) => at(d, i) * at(b, i) + at(e, i)),
  );
}

function shifted(bias: Float64Array, by: Float64Array): Float64Array {
  return bias.map((constant, unit) => constant + by[unit % by.length]);
}
