/** What tests of smooth heads share: lines, and a quadrature that is independent of the sweep. */
import { expect } from 'vitest';
import type { Explanation } from '../../src/attribution/index.ts';
import { Float64Gradients } from '../../src/gradients/index.ts';
import type { Layer, Network, NodeDefinition } from '../../src/network/index.ts';
import { caseOf } from '../helpers/randomNetworks.ts';
import { regionIntegrals } from '../helpers/regionQuadrature.ts';
import { l1 } from './support.ts';

export const F = (...numbers: number[]): Float64Array => Float64Array.from(numbers);

export const node = (name: string, layer: Layer, ...inputs: string[]): NodeDefinition => ({ name, layer, inputs });

/** An output unit and a line. */
export interface Line {
  readonly network: Network;
  readonly baseline: Float64Array;
  readonly input: Float64Array;
  readonly target: number;
}

/** The line from (0, 0) to (1, 1). */
export const diagonal = { method: 'integrated_gradients' as const, baseline: F(0, 0), input: F(1, 1), target: 0 };

/** A line of a random straight network, before a head is put behind it. */
export function lineOf(seed: number, head: (network: Network) => Network): Line {
  const { network: straight, baseline, input, target } = caseOf(seed);
  const network = head(straight);
  return { network, baseline, input, target: target % network.outputSize };
}

export function pointOn({ baseline, input }: Omit<Line, 'network' | 'target'>, alpha: number): Float64Array {
  return baseline.map((x, i) => x + alpha * (input[i] - x));
}

/**
 * By float64 gradients of the network as a whole: the integrals of the target's gradient by a node's output over each
 * region.
 */
export function adjointsOver(line: Line, by: number, ends: Float64Array): Promise<Float64Array[]> {
  const { network, target } = line;
  const seeds = new Float64Array(network.outputSize).fill(1, target, target + 1);
  const engine = new Float64Gradients(network);
  const gradientAt = async (alpha: number): Promise<Float64Array> =>
    (await engine.gradientsAt({ values: pointOn(line, alpha) }, { of: network.nodes.length - 1, seeds, by })).gradients;
  return regionIntegrals(gradientAt, ends, 1e-13);
}

/**
 * Integrated gradients by the same, of targets whose gradient may jump: halved, too, where they do not make what the
 * target changes.
 */
export async function gradientsOver(line: Line, ends: Float64Array): Promise<Float64Array> {
  const { network, baseline, input, target } = line;
  const engine = new Float64Gradients(network);
  const seeds = new Float64Array(network.outputSize).fill(1, target, target + 1);
  const delta = input.map((x, i) => x - baseline[i]);
  const valueAt = (alpha: number): number => network.evaluate(pointOn(line, alpha))[target];
  const derivative = { of: network.nodes.length - 1, seeds, by: -1 };
  const gradientAt = async (alpha: number): Promise<Float64Array> =>
    (await engine.gradientsAt({ values: pointOn(line, alpha) }, derivative)).gradients.map((g, i) => g * delta[i]);
  const integrals = await regionIntegrals(gradientAt, ends, 1e-13, (integral, from, to, tolerance) => {
    const [before, after] = [valueAt(from), valueAt(to)];
    const gap = Math.abs(integral.reduce((sum, x) => sum + x, 0) - (after - before));
    return gap <= tolerance + 1e-15 * (Math.abs(before) + Math.abs(after));
  });
  return summed(integrals);
}

export function summed(vectors: readonly Float64Array[]): Float64Array {
  return vectors[0].map((_, i) => vectors.reduce((sum, vector) => sum + vector[i], 0));
}

/** To 1e-9 of the L1 norm, or as much as is said, where that is more than rounding. */
export function expectEqual(found: Float64Array, expected: Float64Array, within = 1e-9): void {
  const scale = l1(expected);
  expect(found).toHaveLength(expected.length);
  expect(l1(found.map((x, i) => x - expected[i]))).toBeLessThanOrEqual(within * scale + 1e-16);
}

/** Complete to 1e-9 of the attributions' L1 norm, and to rounding of the values. */
export function expectComplete({ attributions, completeness }: Explanation): void {
  expect(completeness?.gap).toBeLessThanOrEqual(1e-9 * l1(attributions) + 1e-15);
}
