import { Conv2D, Dense, Normalize, type Layer } from '../../layers/index.ts';
import type { NodeDefinition } from '../../network.ts';

/**
 * Joins what ONNX writes as several nodes: MatMul and Add become one dense layer, Sub and Div one Normalize.
 * Only where nothing else takes the value in between. The joined node has the name of the last one.
 */
export function fuse(definitions: readonly NodeDefinition[]): NodeDefinition[] {
  const uses = new Map<string, number>();
  for (const input of definitions.flatMap(({ inputs }) => inputs)) uses.set(input, (uses.get(input) ?? 0) + 1);
  const fused = new Map<string, NodeDefinition>();
  for (const definition of definitions) {
    const before = fused.get(definition.inputs[0]);
    const layer = before !== undefined && uses.get(before.name) === 1 ? join(before.layer, definition.layer) : undefined;
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
  if (second.type !== 'Normalize') return undefined;
  if (first.type === 'Normalize') return joinNormalize(first, second);
  if (!second.deviation.every((deviation) => deviation === 1)) return undefined;
  if (first.type === 'Dense') return new Dense(first.kernel, shifted(first.bias, second.mean));
  if (first.type === 'Conv2D') return new Conv2D(first.kernel, shifted(first.bias, second.mean), first.window);
  return undefined;
}

/** `((x - m) / s - m') / s'` is `(x - (m + m' s)) / (s s')`. */
function joinNormalize(first: Normalize, second: Normalize): Normalize {
  const channels = Math.max(first.mean.length, second.mean.length);
  const at = (parameters: Float64Array, channel: number): number => parameters[channel % parameters.length];
  const each = (value: (channel: number) => number): Float64Array =>
    Float64Array.from({ length: channels }, (_, channel) => value(channel));
  return new Normalize(
    each((channel) => at(first.mean, channel) + at(second.mean, channel) * at(first.deviation, channel)),
    each((channel) => at(first.deviation, channel) * at(second.deviation, channel)),
  );
}

function shifted(bias: Float64Array, mean: Float64Array): Float64Array {
  return bias.map((constant, unit) => constant - mean[unit % mean.length]);
}
