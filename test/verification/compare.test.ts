import { expect, it } from 'vitest';
import { Dense, Network, Sigmoid, type NodeDefinition } from '../../src/network/index.ts';
import { compare } from '../../src/verification/compare.ts';
import type { Both } from '../../src/verification/runtime.ts';

/** A network beside a runtime that computes otherwise. */
function beside(network: Network, theirs: (x: Float64Array) => number[]): Both {
  return {
    network,
    rounded: (point) => point,
    placed: (values) => values,
    theirs: (points) => Promise.resolve(points.map((x) => Float64Array.from(theirs(x)))),
  };
}

/** @param kernel inputs x units */
const dense = (name: string, kernel: number[], bias: number[], from: string): NodeDefinition => ({
  name,
  layer: new Dense(Float64Array.from(kernel), Float64Array.from(bias)),
  inputs: [from],
});
const points = [Float64Array.of(0.7), Float64Array.of(-1.3)];

it('finds a unit of 1e-3 that is off by 1 % beside one of 1e4', async () => {
  const network = new Network([1], [dense('fc', [1e4, 1e-3], [0, 0], 'input')]);
  const both = beside(network, ([x]) => [1e4 * x, 1.01e-3 * x]);
  const { difference, beyondRounding } = await compare(both, points);
  // 1e-5 x of 1.01e-3 x, less some digits of float32; of the largest unit that is 1e-9.
  expect(beyondRounding).toBeCloseTo(0.01 / 1.01, 4);
  expect(difference).toBeCloseTo(1e-9, 12);
});

it('takes for rounding what float32 makes of large terms that cancel', async () => {
  const network = new Network(
    [1],
    [dense('large', [1, 1], [1e4, 1e4], 'input'), dense('difference', [1, -0.9999], [-1], 'large')],
  );
  const both = beside(network, ([x]) => {
    const large = Math.fround(1e4 + x);
    return [Math.fround(Math.fround(large - Math.fround(0.9999 * large)) - 1)];
  });
  const { difference, beyondRounding } = await compare(both, points);
  expect(difference).toBeGreaterThan(1e-4);
  expect(beyondRounding).toBe(0);
});

it('takes for rounding what float32 makes of a sum of inputs that cancel', async () => {
  const network = new Network([3], [dense('sum', [1, 1, 1], [0], 'input')]);
  const both = beside(network, ([a, b, c]) => [Math.fround(Math.fround(a + b) + c)]);
  const { beyondRounding } = await compare(both, [Float64Array.of(0.1, 0.7, -0.8).map(Math.fround)]);
  expect(beyondRounding).toBe(0);
});

it('takes a probability of 1e-13 as 1e-8 for rounding, which runtimes give, and one of 1e-2 that is off by 1 % not', async () => {
  const network = (bias: number) =>
    new Network([1], [dense('fc', [0], [bias], 'input'), { name: 'p', layer: new Sigmoid(), inputs: ['fc'] }]);
  expect(
    (
      await compare(
        beside(network(-30), () => [1e-8]),
        points,
      )
    ).beyondRounding,
  ).toBe(0);
  const p = 1 / (1 + Math.exp(4.6));
  const { beyondRounding } = await compare(
    beside(network(-4.6), () => [1.01 * p]),
    points,
  );
  expect(beyondRounding).toBeCloseTo(0.01 / 1.01, 3);
});

it('is infinitely far from what is no number or has other units', async () => {
  const network = new Network([1], [dense('fc', [1], [0], 'input')]);
  for (const theirs of [[NaN], [Infinity], [1, 2]])
    expect(
      await compare(
        beside(network, () => theirs),
        points,
      ),
    ).toEqual({
      units: 1,
      inputs: 2,
      difference: Infinity,
      beyondRounding: Infinity,
    });
});
