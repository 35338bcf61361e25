import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainKernels, restrict, type Kernels } from '../../../src/line/index.ts';
import { Conv2D, Dense, Flatten, inputName, Network, type Layer } from '../../../src/network/index.ts';
import { anySeed, randomArray, seeded, type Case, type Random } from '../../helpers/randomNetworks.ts';
import { activations, expectSame, restrictedKinkByKink, skipUnits } from '../support.ts';

/** Filters of the convolutions: those that are large enough see inputs of which many have several kinks. */
const filters = [4, 8, 32, 34];
const outputs = 3;

/** A convolution of 3 x 3, of which the first filter sees nothing and the second is a copy of the third. */
function convolution(random: Random, channels: number, count: number, low: number): Layer {
  const kernel = randomArray(random, 9 * channels * count, 2 / Math.sqrt(9 * channels));
  for (let at = 0; at < kernel.length; at += count) [kernel[at], kernel[at + 1]] = [0, kernel[at + 2]];
  const bias = randomArray(random, count, 0.3).map((b, filter) => (filter === 0 ? 0 : filter % 4 === 3 ? b : b - low));
  bias[1] = bias[2];
  return new Conv2D(kernel, bias, { size: [3, 3], strides: [1, 1], padding: { top: 1, left: 1, bottom: 1, right: 1 } });
}

/** Four convolutions; most units of the last two are far below their thresholds. */
function convolutionalCase(seed: number, activation: number, side = 8): Case {
  const random = seeded(seed);
  const convolutions = filters.flatMap((count, i) => [
    {
      name: `convolution ${i}`,
      layer: convolution(random, filters[i - 1] ?? 1, count, i < 2 ? 0 : 1.5),
      inputs: [i === 0 ? inputName : `activation ${i - 1}`],
    },
    { name: `activation ${i}`, layer: activations[activation](), inputs: [`convolution ${i}`] },
  ]);
  const units = side * side * filters[filters.length - 1];
  const network = new Network(
    [side, side, 1],
    [
      ...convolutions,
      { name: 'flat', layer: new Flatten(), inputs: [convolutions[convolutions.length - 1].name] },
      {
        name: 'output',
        layer: new Dense(randomArray(random, units * outputs, 2 / Math.sqrt(units)), randomArray(random, outputs)),
        inputs: ['flat'],
      },
    ],
  );
  return { network, baseline: randomArray(random, side * side), input: randomArray(random, side * side, 2), target: 0 };
}

/** Not with LeakyReLU, whose units are all active. */
const anyCase = fc.tuple(anySeed, fc.nat(1)).map(([seed, activation]) => convolutionalCase(seed, activation));

describe('blocks of the line behind a large convolution', () => {
  skipUnits({ cases: anyCase, example: convolutionalCase(1, 0), followed: 1 / 2, runs: 12 });

  it('that have many kinks are passed in stretches, and no crossing is missed', () => {
    const large = convolutionalCase(2, 0, 24);
    const stretches: number[] = [];
    const skipStable: Kernels['skipStable'] = (matrix, deviations, state, active) => {
      stretches.push(deviations.kinks.size);
      return plainKernels.skipStable(matrix, deviations, state, active);
    };
    const oneBlock = { block: 1e6, kernels: { ...plainKernels, skipStable } };
    expectSame(
      restrict(large.network, { baseline: large.baseline, input: large.input }, oneBlock),
      restrictedKinkByKink(large),
    );
    const [last, lastButOne] = stretches.reverse();
    expect(Math.max(...stretches)).toBeLessThan(1.1 * 2 ** 15);
    expect(last + lastButOne).toBeGreaterThan(1.1 * 2 ** 15);
  });
});
