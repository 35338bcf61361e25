import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  absolute,
  clip,
  Dense,
  hardSigmoid,
  HardTanh,
  inputName,
  LeakyReLU,
  maximumAlong,
  Network,
  ReLU,
  WeightedSum,
  type Layer,
} from '../../src/network/index.ts';
import { anySeed, randomArray, seeded } from '../helpers/randomNetworks.ts';
import { attributionsOf, explainOne } from './support.ts';

const zero = Float64Array.of(0);
const one = Float64Array.of(1);

/** Dense layers `d1`, `d2`, ... given as [kernel, biases], with the layers that are given as they are between them. */
function chain(inputs: number, layers: readonly (Layer | readonly [number[], number[]])[]): Network {
  const named = layers.map((layer, i) => ({
    name: `${Array.isArray(layer) ? 'd' : 'a'}${i}`,
    layer: 'type' in layer ? layer : new Dense(Float64Array.from(layer[0]), Float64Array.from(layer[1])),
  }));
  return new Network(
    [inputs],
    named.map((node, i) => ({ ...node, inputs: [i === 0 ? inputName : named[i - 1].name] })),
  );
}

/** Influence of the unit before the activation at the end. */
const influenceBefore = (activation: Layer, kernel: number[], bias: number): Promise<Float64Array> =>
  // The unit is `kernel . (relu(x), relu(x - 1/2)) + bias`, for x from 0 to 1.
  attributionsOf(
    chain(1, [
      [
        [1, 1],
        [0, -0.5],
      ],
      new ReLU(),
      [kernel, [bias]],
      activation,
    ]),
    { method: 'internal_influence', layer: 'd2', input: one, baseline: zero, target: 0 },
  );

describe('a unit that rests on a threshold', () => {
  it.each([
    { activation: new HardTanh(), at: 1, attributions: [0, 0] },
    { activation: new HardTanh(), at: -1, attributions: [0, 0] },
    { activation: new ReLU(), at: 0, attributions: [0, 0] },
    { activation: new LeakyReLU(0.25), at: 0, attributions: [0.25, -0.25] },
    { activation: clip(-1, 2), at: -1, attributions: [1, -1] },
    { activation: clip(-1, 2), at: 2, attributions: [1, -1] },
    { activation: clip(0, 6, 0), at: 0, attributions: [0, 0] },
    { activation: clip(0, 6, 0), at: 6, attributions: [0, 0] },
    { activation: hardSigmoid(0.25, 0.5), at: -2, attributions: [0, 0] },
    { activation: hardSigmoid(0.25, 0.5), at: 2, attributions: [0, 0] },
    { activation: absolute(), at: 0, attributions: [0, 0] },
  ])(
    'along the whole line passes the derivative there: $activation.type at $at',
    async ({ activation, at, attributions }) => {
      // x0 - x1 + at is at the threshold from (0, 0) to (1, 1).
      const network = chain(2, [[[1, -1], [at]], activation]);
      const found = await attributionsOf(network, {
        method: 'integrated_gradients',
        input: Float64Array.of(1, 1),
        baseline: Float64Array.of(0, 0),
        target: 0,
      });
      expect([...found]).toEqual(attributions);
    },
  );

  it.each([
    // 2x - 2 relu(x - 1/2): up to 1, the derivative 1 on half the line.
    { activation: new HardTanh(), comes: 'from below', kernel: [2, -2], bias: 0, influence: 0.5 },
    // 2 - 2x + 2 relu(x - 1/2): down to 1, the derivative 0 everywhere.
    { activation: new HardTanh(), comes: 'from above', kernel: [-2, 2], bias: 2, influence: 0 },
    // Down to -1, then up to -1.
    { activation: new HardTanh(), comes: 'down to the lower end', kernel: [-2, 2], bias: 0, influence: 0.5 },
    { activation: new HardTanh(), comes: 'up to the lower end', kernel: [2, -2], bias: -2, influence: 0 },
    { activation: new ReLU(), comes: 'from above', kernel: [-2, 2], bias: 1, influence: 0.5 },
    { activation: new ReLU(), comes: 'from below', kernel: [2, -2], bias: -1, influence: 0 },
    // The same as of HardTanh, but with the derivative 1 at the ends.
    { activation: clip(-1, 1), comes: 'from below', kernel: [2, -2], bias: 0, influence: 1 },
    { activation: clip(-1, 1), comes: 'from above', kernel: [-2, 2], bias: 2, influence: 0.5 },
    { activation: clip(-1, 1), comes: 'up to the lower end', kernel: [2, -2], bias: -2, influence: 0.5 },
    { activation: clip(0, 6, 0), comes: 'up to 6', kernel: [2, -2], bias: 5, influence: 0.5 },
    { activation: hardSigmoid(0.25, 0.5), comes: 'up to 2', kernel: [2, -2], bias: 1, influence: 0.125 },
    { activation: absolute(), comes: 'from below', kernel: [2, -2], bias: -1, influence: -0.5 },
    { activation: absolute(), comes: 'from above', kernel: [-2, 2], bias: 1, influence: 0.5 },
    { activation: new LeakyReLU(0.25), comes: 'from above', kernel: [-2, 2], bias: 1, influence: 0.625 },
  ])(
    'from the middle of the line on passes the derivative there: $activation.type $comes',
    async ({ activation, kernel, bias, influence }) => {
      expect([...(await influenceBefore(activation, kernel, bias))]).toEqual([influence]);
    },
  );

  it('passes the slope there of PReLU, as the readers make it: on a part of the line', async () => {
    // u = 1 - 2x + 2 relu(x - 1/2) falls to 0 and rests there; a(u) = u/4 + 3/4 relu(u), with the derivatives 1 and
    // 1/4.
    const network = new Network(
      [1],
      [
        { name: 'd0', layer: new Dense(Float64Array.of(1, 1), Float64Array.of(0, -0.5)), inputs: [inputName] },
        { name: 'hinges', layer: new ReLU(), inputs: ['d0'] },
        { name: 'u', layer: new Dense(Float64Array.of(-2, 2), Float64Array.of(1)), inputs: ['hinges'] },
        { name: 'relu', layer: new ReLU(), inputs: ['u'] },
        { name: 'a', layer: new WeightedSum([Float64Array.of(0.25), Float64Array.of(0.75)]), inputs: ['u', 'relu'] },
      ],
    );
    const request = { method: 'internal_influence' as const, layer: 'u', input: one, baseline: zero, target: 0 };
    expect([...(await attributionsOf(network, request))]).toEqual([0.625]);
  });

  it.each([
    { of: 'largest', sign: 1, kernel: [0, 1], bias: [0, -0.5] },
    { of: 'smallest', sign: -1, kernel: [1, 0], bias: [-0.5, 0] },
  ])('and the first of the $of that tie on a part of the line takes it all', async ({ sign, kernel, bias }) => {
    // relu(x - 1/2) and 0 are equal up to x = 1/2; then the second is the larger, or the smaller one. The smallest is
    // the largest of what is below 0.
    const signs = Float64Array.of(sign, 0, 0, sign);
    const network = new Network(
      [1],
      [
        { name: 'd0', layer: new Dense(Float64Array.from(kernel), Float64Array.from(bias)), inputs: [inputName] },
        { name: 'relu', layer: new ReLU(), inputs: ['d0'] },
        { name: 'signed', layer: new Dense(signs, Float64Array.of(0, 0)), inputs: ['relu'] },
        { name: 'max', layer: maximumAlong([2], [0]), inputs: ['signed'] },
        { name: 'out', layer: new Dense(Float64Array.of(sign), Float64Array.of(0)), inputs: ['max'] },
      ],
    );
    const request = { method: 'internal_influence' as const, layer: 'relu', input: one, baseline: zero, target: 0 };
    expect([...(await attributionsOf(network, request))]).toEqual([0.5, 0.5]);
  });

  it('until the middle of the line passes the derivative there until then', async () => {
    // 1 - 2 relu(x - 1/2) rests at 1, where the derivative is 0, and then falls to 0.
    expect([...(await influenceBefore(new HardTanh(), [0, -2], 1))]).toEqual([0.5]);
  });
});

describe('rest is what the rounding of the unit itself can be', () => {
  it('and not a share of what it was: a unit that falls to 5e-13 of its value is not at rest', async () => {
    // u = 1 - a x + a relu(x - 1/2) with a = 2 - 1e-12 falls from 1 to 5e-13 and stays there: relu(u) is active all
    // along.
    const a = 2 - 1e-12;
    expect([...(await influenceBefore(new ReLU(), [-a, a], 1))]).toEqual([1]);
  });

  it('which grows with the terms that it sums: units whose kinks cancel but for rounding come to rest, at either end, at any scale', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, fc.integer({ min: -6, max: 6 }), fc.constantFrom(1, -1), async (seed, power, end) => {
        // u = b + sum of w_i relu(x - i/10) with a sum of weights that is 0 but for rounding, so that u rests from x =
        // 0.9 on: at the end.
        const random = seeded(seed);
        const first = Array.from(randomArray(random, 9), (w) => w * 10 ** (power * random()));
        const weights = [...first, -first.reduce((sum, w) => sum + w, 0)];
        const rises = (x: number): number => weights.reduce((sum, w, i) => sum + w * Math.max(0, x - i / 10), 0);
        const bias = end - rises(0.95);
        const network = chain(1, [
          [weights.map(() => 1), weights.map((_, i) => -i / 10)],
          new ReLU(),
          [weights, [bias]],
          new HardTanh(),
        ]);
        const [influence] = await attributionsOf(network, {
          method: 'internal_influence',
          layer: 'd2',
          input: one,
          baseline: zero,
          target: 0,
        });
        // Between kinks u is straight; from x = 0.9 on the derivative is 0.
        const inside = first.reduce(
          (sum, _, i) => sum + shareInside(bias + rises(i / 10), bias + rises((i + 1) / 10)) / 10,
          0,
        );
        expect(Math.abs(influence - inside)).toBeLessThan(1e-8);
      }),
    );
  });
});

/** The share of the way from a to b on which it is between -1 and 1. */
function shareInside(a: number, b: number): number {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  return low === high ? 0 : Math.max(0, Math.min(high, 1) - Math.max(low, -1)) / (high - low);
}

describe('what happens between breakpoints nearer than 1e-12', () => {
  it('counts: a slope of 1e12 rises by 1 there', async () => {
    // relu(1e12 (r0 - r1)) is 1 from x = 0.3 + 1e-12 on; relu(r2 - 0.05) rises from x = 0.15 to 0.85. 1e-12 is known to
    // 1e-4 near 0.3.
    const network = chain(1, [
      [
        [1, 1, 1],
        [-0.3, -0.3 - 1e-12, -0.1],
      ],
      new ReLU(),
      [
        [1e12, 0, -1e12, 0, 0, 1],
        [0, -0.05],
      ],
      new ReLU(),
      [[1, 1], [0]],
    ]);
    const { attributions } = await explainOne(network, {
      method: 'integrated_gradients',
      input: one,
      baseline: zero,
      target: 0,
    });
    expect(attributions[0]).toBeCloseTo(1.85, 3);
  });

  it('and 1, too', async () => {
    const network = chain(1, [[[1], [-(1 - 1e-12)]], new ReLU(), [[1e12], [0]]]);
    const { attributions } = await explainOne(network, {
      method: 'integrated_gradients',
      input: one,
      baseline: zero,
      target: 0,
    });
    expect(attributions[0]).toBeCloseTo(1, 3);
  });

  it('is no region of its own', async () => {
    // Breakpoints at 1/4, 1/4 + 2^-41 and 1 - 2^-41; 2^-41 is 4.5e-13.
    const near = 2 ** -41;
    const network = chain(1, [
      [
        [1, 1, 1],
        [-0.25, -0.25 - near, near - 1],
      ],
      new ReLU(),
      [[1, 1, 1], [0]],
    ]);
    const { regions } = await explainOne(network, {
      method: 'integrated_gradients',
      input: one,
      baseline: zero,
      target: 0,
    });
    expect(regions).toBe(2);
  });
});
