import { tooManyBends, behindFrontier } from '../../attribution/index.ts';
import { sizeOf, type Network, type Node, type Operation } from '../../network/index.ts';

/** A layer, and what it is for exact methods. */
export interface LayerFacts {
  readonly name: string;
  readonly type: string;
  /** Path of the module that it is part of, where the file says so. */
  readonly module?: string;
  readonly shape: readonly number[];
  readonly units: number;
  /** Entries of its arrays: weights, and statistics that it normalises by; not those that an earlier layer has too. */
  readonly parameters: number;
  readonly exactPath: 'straight' | 'kinked' | 'smooth';
  /** Of kinked layers: how many units kink, and the linear pieces of the one that has most. */
  readonly kinked?: number;
  readonly pieces?: number;
}

export function factsOf(nodes: readonly Node[]): LayerFacts[] {
  const counted = new Set<Float64Array>();
  return nodes.map((node) => factsOfOne(node, counted));
}

function factsOfOne({ name, layer, operation, module }: Node, counted: Set<Float64Array>): LayerFacts {
  const { shape } = operation;
  const of = { name, type: layer.type, ...(module !== undefined && { module }) };
  const common = { ...of, shape, units: sizeOf(shape), parameters: numbersIn(layer, counted) };
  if (operation.family === 'smooth') return { ...common, exactPath: 'smooth' };
  const { kinked, pieces } = kinksOf(operation);
  return kinked === 0 ? { ...common, exactPath: 'straight' } : { ...common, exactPath: 'kinked', kinked, pieces };
}

/** Units that are made of several linear pieces, as functions of their inputs, and the most pieces of one. */
function kinksOf(operation: Operation): { readonly kinked: number; readonly pieces: number } {
  if (operation.family === 'elementwise') {
    const pieces = operation.slopes.length;
    return { kinked: pieces > 1 ? sizeOf(operation.shape) : 0, pieces };
  }
  const { pointers } = operation.family === 'maximum' ? operation : { pointers: Int32Array.of(0) };
  let [kinked, pieces] = [0, 0];
  for (let unit = 0; unit + 1 < pointers.length; unit++) {
    const candidates = pointers[unit + 1] - pointers[unit];
    kinked += Number(candidates > 1);
    pieces = Math.max(pieces, candidates);
  }
  return { kinked, pieces };
}

/** Entries of the arrays in a value that were not counted before. */
function numbersIn(value: object, counted: Set<Float64Array>): number {
  if (value instanceof Float64Array) {
    if (counted.has(value)) return 0;
    counted.add(value);
    return value.length;
  }
  const fields: unknown[] = Object.values(value);
  return fields.reduce<number>(
    (sum, field) => sum + (typeof field === 'object' && field ? numbersIn(field, counted) : 0),
    0,
  );
}

/** How exact methods take a network, in a sentence. */
export function exactPathOf(network: Network): string {
  const bend = tooManyBends(network, network.nodes.length - 1);
  if (bend !== undefined) return bend;
  const first = behindFrontier(network).indexOf(true);
  if (first < 0) return 'Exact attributions: all of it is piecewise linear.';
  const { name, layer } = network.nodes[first];
  return `Exact attributions: piecewise linear up to the smooth head, which layer '${name}' (${layer.type}) begins.`;
}
