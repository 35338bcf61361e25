import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { expect, it, vi } from 'vitest';
import { Head } from '../../src/attribution/head/head.ts';
import type { HeadFunction } from '../../src/attribution/head/headFunction.ts';
import { RegionIntegral } from '../../src/attribution/head/regionIntegral.ts';
import { resolveTarget } from '../../src/attribution/target/index.ts';
import { plainWorkspace } from '../../src/line/index.ts';
import { inputName, Network, Tanh } from '../../src/network/index.ts';

/** Integrals of a gradient from z = 0 on, along slopes, and how often it was evaluated. */
function integrated(head: HeadFunction, slopes: readonly number[]): { masses: Float64Array; evaluations: number } {
  let evaluations = 0;
  const counted: HeadFunction = {
    at: (z, gradient) => {
      evaluations++;
      return head.at(z, gradient);
    },
  };
  const way = { values: new Float64Array(slopes.length), slopes: Float64Array.from(slopes), address: 0 };
  const masses = new RegionIntegral(counted, way, plainWorkspace).over(1).slice();
  return { masses, evaluations };
}

it('a head that is constant, with a gradient of rounding, is soon done', () => {
  const random = xoroshiro128plus(1);
  const head: HeadFunction = {
    at: (_, gradient) => {
      for (let unit = 0; unit < gradient.length; unit++) gradient[unit] = 1e-17 * (uniformFloat64(random) - 0.5);
      return 0.3;
    },
  };
  const { masses, evaluations } = integrated(head, [1, 2]);
  // One stretch, looked at 2 + 3 + 8 times, and its ends.
  expect(evaluations).toBeLessThanOrEqual(13 + 2);
  expect(Math.max(...masses.map(Math.abs))).toBeLessThan(1e-17);
});

it('a head that is all but 1 everywhere has gradients that are right down to the smallest', () => {
  // 1 - H = exp(-z) / (1 + exp(-z)) with z from 0, where H is 0.5, on, and from 60, where H is 1 to rounding.
  const saturated = (shift: number): HeadFunction => ({
    at: ([z], gradient) => {
      const rest = Math.exp(-z - shift);
      gradient[0] = rest / (1 + rest) ** 2;
      return 1 / (1 + rest);
    },
  });
  for (const shift of [0, 60]) {
    const { masses } = integrated(saturated(shift), [40]);
    const rest = (z: number): number => Math.exp(-z) / (1 + Math.exp(-z));
    const exact = (rest(shift) - rest(shift + 40)) / 40;
    expect(Math.abs(masses[0] - exact)).toBeLessThan(1e-11 * exact);
  }
});

it('a gradient that jumps is halved until the jump is found', () => {
  const head: HeadFunction = {
    at: ([z], gradient) => {
      gradient[0] = z < 0.3 ? 0 : 1;
      return Math.max(0, z - 0.3);
    },
  };
  const { masses, evaluations } = integrated(head, [1]);
  expect(Math.abs(masses[0] - 0.7)).toBeLessThan(1e-14);
  expect(evaluations).toBeLessThan(1000);
});

it('a gradient that is not that of its function ends, by a number of evaluations that falls with its components', () => {
  const random = xoroshiro128plus(1);
  const head: HeadFunction = {
    at: (_, gradient) => {
      for (let unit = 0; unit < gradient.length; unit++) gradient[unit] = uniformFloat64(random) - 0.5;
      return 0;
    },
  };
  const { evaluations } = integrated(head, new Array<number>(10_000).fill(1));
  expect(evaluations).toBeLessThan(15 * ((2 * (1 << 22)) / 10_000 + 60));
});

it('what the integrals miss is added up over regions', () => {
  // H jumps by 1/2 at z = 0.3, with a gradient of 0 all along.
  const head: HeadFunction = {
    at: ([z], gradient) => {
      gradient[0] = 0;
      return z < 0.3 ? 0 : 1 / 2;
    },
  };
  const way = { values: Float64Array.of(0), slopes: Float64Array.of(1), address: 0 };
  const integral = new RegionIntegral(head, way, plainWorkspace);
  integral.over(1);
  way.values[0] = 1;
  integral.over(1);
  expect(integral.shortfall.missed).toBe(1 / 2);
});

it('a steep head that changes little beside its size is halved all the same', () => {
  // H = 1 + 1e-7 tanh(50 (z - 0.37)), whose integral of the gradient is what it rises by.
  const head: HeadFunction = {
    at: ([z], gradient) => {
      const bent = Math.tanh(50 * (z - 0.37));
      gradient[0] = 50e-7 * (1 - bent ** 2);
      return 1 + 1e-7 * bent;
    },
  };
  const { masses } = integrated(head, [1]);
  expect(Math.abs(masses[0] - 2e-7)).toBeLessThan(1e-10 * 2e-7);
});

/** How often a chain of tanh is evaluated from z = -1/2 on, over regions of these lengths one after the other. */
function evaluationsOver(layers: number, lengths: readonly number[]): number {
  const definitions = Array.from({ length: layers }, (_, i) => ({
    name: `tanh ${i}`,
    layer: new Tanh(),
    inputs: [i === 0 ? inputName : `tanh ${i - 1}`],
  }));
  const network = new Network([1], definitions);
  const evaluation = new Head(network, resolveTarget(network, 0)).evaluation(plainWorkspace);
  const at = vi.spyOn(evaluation, 'at');
  const way = { values: Float64Array.of(-1 / 2), slopes: Float64Array.of(1), address: 0 };
  const integral = new RegionIntegral(evaluation, way, plainWorkspace);
  for (const length of lengths) {
    integral.over(length);
    way.values[0] += length;
  }
  return at.mock.calls.length;
}

it('what is found where a region ends is not found again where the next one begins', () => {
  // Two nodes and an end each, and where the first one begins; also behind a smooth layer, whose readings are looked at.
  for (const layers of [1, 2]) expect(evaluationsOver(layers, [1e-3, 1e-3, 1e-3])).toBe(1 + 3 * 3);
});

it('where readings are looked at but were not in the region before, the place between is looked at again', () => {
  // Of one layer they are looked at where nodes are further apart than 1: 3 / sqrt(5) in the longer region.
  const [short, long] = [1e-3, 3];
  expect(evaluationsOver(1, [short, long])).toBe(1 + 3 + evaluationsOver(1, [long]));
});
