import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  bytesOnLine,
  fastestKernels,
  lineGraph,
  plainKernels,
  restrict,
  type Kernels,
  type RestrictOptions,
  type Restriction,
} from '../../src/line/index.ts';
import { HardTanh, LeakyReLU, ReLU, type Layer } from '../../src/network/index.ts';
import type { Case } from '../helpers/randomNetworks.ts';

export const activations = [(): Layer => new ReLU(), (): Layer => new HardTanh(), (): Layer => new LeakyReLU(0.1)];

const restricted = ({ network, baseline, input }: Case, options?: RestrictOptions): Restriction =>
  restrict(network, { baseline, input }, options);

/** The same with all kinks remembered, so that each unit is touched by each of them. */
export function restrictedKinkByKink(of: Case): Restriction {
  return restricted(of, { remember: lineGraph(of.network).nodes.map((_, node) => node) });
}

/** All that is told of paths. */
export function toldOf({ paths }: Restriction): unknown {
  return [...paths].map(([node, { values, slopes, kinks }]) => ({ node, values, slopes, kinks: [...kinks()] }));
}

/** What happens to each unit, in its order. */
function histories({ crossings: { nodes, units, pieces, alphas } }: Restriction): {
  states: string[];
  alphas: number[];
} {
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

/** Lines on which most units are led straight past kinks. */
interface Skipping {
  readonly cases: fc.Arbitrary<Case>;
  readonly example: Case;
  /** The share of its units that is followed from kink to kink, at most. */
  readonly followed: number;
  /** Of the first property; the others have half or a quarter as many. */
  readonly runs: number;
}

/** Tests that crossings are the same whichever units are led past kinks. */
export function skipUnits({ cases, example, followed, runs }: Skipping): void {
  const holds = (property: (of: Case) => void, numRuns: number): void => {
    fc.assert(fc.property(cases, property), { numRuns });
  };
  const withSkipping = (skipStable: Kernels['skipStable']): RestrictOptions => ({
    kernels: { ...plainKernels, skipStable },
  });

  it('lead straight past most units', () => {
    const work = { units: 0, followed: 0 };
    const counting: Kernels['skipStable'] = (...args) => {
      const count = plainKernels.skipStable(...args);
      work.units += args[0].rows;
      work.followed += count;
      return count;
    };
    restricted(example, withSkipping(counting));
    expect(work.followed).toBeGreaterThan(0);
    expect(work.followed).toBeLessThan(followed * work.units);
  });

  it('miss no crossing that following every unit from kink to kink finds', () => {
    holds((of) => {
      expectSame(restricted(of), restrictedKinkByKink(of));
    }, runs);
  });

  it('give the same crossings if more units are followed than need be, up to all of them', () => {
    let calls = 0;
    const skipStable: Kernels['skipStable'] = (matrix, deviations, state, active) => {
      if (calls++ % 3 !== 1) return plainKernels.skipStable(matrix, deviations, state, active);
      deviations.listed.forEach((_, unit, listed) => (listed[unit] = unit));
      return state.width;
    };
    holds((of) => {
      expectSame(restricted(of, withSkipping(skipStable)), restricted(of));
    }, runs / 2);
  });

  it.each([3, 17, 100, 1e6])('give the same crossings with blocks of %d', (block) => {
    holds((of) => {
      expectSame(restricted(of, { block }), restricted(of));
    }, runs / 4);
  });

  it.each([1, 1e4, 1e5, 1e9])('give the same crossings where kinks may have %d bytes', (kinks) => {
    holds((of) => {
      const memory = bytesOnLine(lineGraph(of.network)) + kinks;
      expectSame(restricted(of, { memory, block: 1e6 }), restricted(of));
    }, runs / 4);
  });

  it('give the same crossings to the bit with both kernels', () => {
    holds((of) => {
      expect(restricted(of, { kernels: fastestKernels() }).crossings).toEqual(
        restricted(of, { kernels: plainKernels }).crossings,
      );
    }, runs / 2);
  });
}
