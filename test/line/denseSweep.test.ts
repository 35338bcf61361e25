import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fastestKernels, lineGraph, plainKernels, restrict, type RestrictOptions, type Restriction } from '../../src/line/index.ts';
import { Dense, HardTanh, inputName, LeakyReLU, Network, ReLU, type Layer } from '../../src/network/index.ts';
import { anySeed, randomArray, seeded, type Case } from '../helpers/randomNetworks.ts';

const activations = [(): Layer => new ReLU(), (): Layer => new HardTanh(), (): Layer => new LeakyReLU(0.1)];
/** Odd, and with enough weights between them that stretches are looked at. */
const [inputs, before, behind, outputs] = [20, 1201, 111, 3];

/** Two hidden layers with an activation; some units of the second see nothing, and one is a copy of another. */
function wideCase(seed: number, activation: number): Case {
  const random = seeded(seed);
  const dense = (columns: number, rows: number): Float64Array => randomArray(random, columns * rows, 2 / Math.sqrt(columns));
  const kernel = dense(before, behind).map((weight, at) => (at % behind < 4 ? 0 : weight));
  for (let i = 0; i < before; i++) kernel[i * behind + 5] = kernel[i * behind + 6];
  const bias = randomArray(random, behind, 0.3).map((b, unit) => (unit < 2 ? 0 : b));
  bias[5] = bias[6];
  const network = new Network([inputs], [
    { name: 'first', layer: new Dense(dense(inputs, before), randomArray(random, before, 0.3)), inputs: [inputName] },
    { name: 'between', layer: activations[activation](), inputs: ['first'] },
    { name: 'second', layer: new Dense(kernel, bias), inputs: ['between'] },
    { name: 'last', layer: activations[activation](), inputs: ['second'] },
    { name: 'output', layer: new Dense(dense(behind, outputs), randomArray(random, outputs)), inputs: ['last'] },
  ]);
  return { network, baseline: randomArray(random, inputs), input: randomArray(random, inputs, 2), target: 0 };
}

const restricted = ({ network, baseline, input }: Case, options?: RestrictOptions): Restriction => restrict(network, baseline, input, options);

/** What happens to each unit, in its order. */
function histories({ crossings: { nodes, units, pieces, alphas } }: Restriction): { states: string[]; alphas: number[] } {
  const order = Array.from(alphas.keys()).sort((i, j) => nodes[i] - nodes[j] || units[i] - units[j] || i - j);
  return { states: order.map((i) => `${nodes[i]} ${units[i]} ${pieces[i]}`), alphas: order.map((i) => alphas[i]) };
}

function expectSame(actual: Restriction, expected: Restriction): void {
  const [one, other] = [histories(actual), histories(expected)];
  expect(one.states).toEqual(other.states);
  one.alphas.forEach((alpha, i) => {
    expect(Math.abs(alpha - other.alphas[i])).toBeLessThan(1e-9);
  });
}

const anyCase = fc.tuple(anySeed, fc.nat(activations.length - 1)).map(([seed, activation]) => wideCase(seed, activation));

describe('stretches of the line behind a large dense layer', () => {
  it('lead straight past most units', () => {
    const work = { units: 0, followed: 0 };
    const leap: typeof plainKernels.leap = (...args) => {
      const followed = plainKernels.leap(...args);
      work.units += behind;
      work.followed += followed;
      return followed;
    };
    restricted(wideCase(1, 0), { kernels: { ...plainKernels, leap } });
    expect(work.followed).toBeGreaterThan(0);
    expect(work.followed).toBeLessThan(work.units / 4);
  });

  it('miss no crossing that following every unit from kink to kink finds', () => {
    fc.assert(
      fc.property(anyCase, (wide) => {
        // Kinks that are remembered are passed one by one.
        const remember = lineGraph(wide.network).nodes.map((_, node) => node);
        expectSame(restricted(wide), restricted(wide, { remember }));
      }),
      { numRuns: 40 },
    );
  });

  it('give the same crossings with blocks of any size', () => {
    fc.assert(
      fc.property(anyCase, fc.constantFrom(3, 17, 100, 1e6), (wide, block) => {
        expectSame(restricted(wide, { block }), restricted(wide));
      }),
      { numRuns: 20 },
    );
  });

  it('give the same crossings to the bit with both kernels', () => {
    fc.assert(
      fc.property(anyCase, (wide) => {
        expect(restricted(wide, { kernels: fastestKernels() }).crossings).toEqual(restricted(wide, { kernels: plainKernels }).crossings);
      }),
      { numRuns: 20 },
    );
  });
});
