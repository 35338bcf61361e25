import { expect } from 'vitest';
import { lineGraph, restrict, type RestrictOptions, type Restriction } from '../../src/line/index.ts';
import { HardTanh, LeakyReLU, ReLU, type Layer } from '../../src/network/index.ts';
import type { Case } from '../helpers/randomNetworks.ts';

export const activations = [(): Layer => new ReLU(), (): Layer => new HardTanh(), (): Layer => new LeakyReLU(0.1)];

export const restricted = ({ network, baseline, input }: Case, options?: RestrictOptions): Restriction => restrict(network, baseline, input, options);

/** The same with all kinks remembered, so that each unit is touched by each of them. */
export function restrictedKinkByKink(of: Case): Restriction {
  return restricted(of, { remember: lineGraph(of.network).nodes.map((_, node) => node) });
}

/** What happens to each unit, in its order. */
function histories({ crossings: { nodes, units, pieces, alphas } }: Restriction): { states: string[]; alphas: number[] } {
  const order = Array.from(alphas.keys()).sort((i, j) => nodes[i] - nodes[j] || units[i] - units[j] || i - j);
  return { states: order.map((i) => `${nodes[i]} ${units[i]} ${pieces[i]}`), alphas: order.map((i) => alphas[i]) };
}

/** The same crossings, at the same alphas to within rounding. */
export function expectSame(actual: Restriction, expected: Restriction): void {
  const [one, other] = [histories(actual), histories(expected)];
  expect(one.states).toEqual(other.states);
  one.alphas.forEach((alpha, i) => {
    expect(Math.abs(alpha - other.alphas[i])).toBeLessThan(1e-9);
  });
}
