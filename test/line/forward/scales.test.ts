import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endpoints, integrate, restrict } from '../../../src/line/index.ts';
import { Dense, inputName, Network, ReLU, type NodeDefinition } from '../../../src/network/index.ts';
import { lebesgue } from '../../../src/quadrature/index.ts';
import { DenseOracle, merged } from '../../helpers/denseOracle.ts';
import { pathTo } from '../../helpers/outputs.ts';
import { anySeed, randomArray, seeded, type Random } from '../../helpers/randomNetworks.ts';

const runs = { numRuns: 100 };
const width = 8;

interface Layer {
  readonly kernel: Float64Array;
  readonly bias: Float64Array;
}

/** Three hidden layers and an output; `biases` scales those of each layer. */
function randomLayers(random: Random, biases: readonly number[]): Layer[] {
  return biases.map((scale) => ({
    kernel: randomArray(random, width * width),
    bias: randomArray(random, width, 1).map((b) => b * scale),
  }));
}

function networkOf(layers: readonly Layer[]): Network {
  const nodes = layers.flatMap(({ kernel, bias }, i): NodeDefinition[] => [
    { name: `dense${i}`, layer: new Dense(kernel, bias), inputs: [i === 0 ? inputName : `relu${i - 1}`] },
    { name: `relu${i}`, layer: new ReLU(), inputs: [`dense${i}`] },
  ]);
  return new Network([width], nodes.slice(0, -1));
}

/** Multiplies what a unit of a layer computes by a power of two and divides where it is used: the same function. */
function scaled(layers: readonly Layer[], layer: number, unit: number, factor: number): Layer[] {
  return layers.map(({ kernel, bias }, i) => {
    if (i === layer) {
      return {
        kernel: kernel.map((w, at) => (at % width === unit ? w * factor : w)),
        bias: bias.with(unit, bias[unit] * factor),
      };
    }
    if (i === layer + 1) {
      return { kernel: kernel.map((w, at) => (Math.floor(at / width) === unit ? w / factor : w)), bias };
    }
    return { kernel, bias };
  });
}

function exactIn(
  network: Network,
  baseline: Float64Array,
  input: Float64Array,
): { regions: number; gradient: number[] } {
  const restriction = restrict(network, { baseline, input });
  const [gradient] = integrate(pathTo(restriction, 0), [lebesgue]);
  return { regions: endpoints(restriction).length - 1, gradient: [...gradient] };
}

describe('exactness does not hang on scales', () => {
  it('one unit that is 2^-50 to 2^50 times as large as its layer changes nothing', () => {
    fc.assert(
      fc.property(
        anySeed,
        fc.integer({ min: -50, max: 50 }),
        fc.nat(1),
        fc.nat(width - 1),
        (seed, power, layer, unit) => {
          const random = seeded(seed);
          const layers = randomLayers(random, [0.5, 0.5, 0.5, 0]);
          const [baseline, input] = [randomArray(random, width), randomArray(random, width)];
          const plain = exactIn(networkOf(layers), baseline, input);
          const large = exactIn(networkOf(scaled(layers, layer, unit, 2 ** power)), baseline, input);
          expect(large.regions).toBe(plain.regions);
          const size = Math.max(1e-6, ...plain.gradient.map(Math.abs));
          large.gradient.forEach((g, i) => {
            expect(Math.abs(g - plain.gradient[i]) / size).toBeLessThan(1e-9);
          });
        },
      ),
      runs,
    );
  });

  it('a small unit beside one of weight 1e9 crosses where it should', () => {
    // F = 1000 relu(0.001 x - 0.0005), and a unit 1e9 x that nothing uses: active on the upper half of the line.
    const network = new Network(
      [1],
      [
        {
          name: 'units',
          layer: new Dense(Float64Array.of(0.001, 1e9), Float64Array.of(-0.0005, 0)),
          inputs: [inputName],
        },
        { name: 'relu', layer: new ReLU(), inputs: ['units'] },
        { name: 'out', layer: new Dense(Float64Array.of(1000, 0), Float64Array.of(0)), inputs: ['relu'] },
      ],
    );
    const { regions, gradient } = exactIn(network, Float64Array.of(0), Float64Array.of(1));
    expect(regions).toBe(2);
    expect(gradient[0]).toBeCloseTo(0.5, 14);
  });

  it('without biases the line from zero is one region: every unit only grows', () => {
    fc.assert(
      fc.property(anySeed, fc.integer({ min: -40, max: 40 }), (seed, power) => {
        const random = seeded(seed);
        const layers = randomLayers(random, [0, 0, 0, 0]);
        const input = randomArray(random, width).map((x) => x * 2 ** power);
        const { regions, gradient } = exactIn(networkOf(layers), new Float64Array(width), input);
        expect(regions).toBe(1);
        const [value] = networkOf(layers).evaluate(input);
        const sum = gradient.reduce((total, g, i) => total + g * input[i], 0);
        expect(Math.abs(sum - value)).toBeLessThanOrEqual(
          1e-12 * gradient.reduce((l1, g, i) => l1 + Math.abs(g * input[i]), 0),
        );
      }),
      runs,
    );
  });

  it('units that rest at 0 behind a layer that is dead at the baseline add no regions', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const random = seeded(seed);
        // All first units are inactive at zero; later layers have no biases, so they rest at 0 while the first is dead.
        const [first, ...rest] = randomLayers(random, [1, 0, 0, 0]);
        const layers = [{ ...first, bias: first.bias.map((b) => -Math.abs(b)) }, ...rest];
        const [network, zero, input] = [networkOf(layers), new Float64Array(width), randomArray(random, width, 3)];
        const found = merged(endpoints(restrict(network, { baseline: zero, input })));
        expect(found.length).toBe(new DenseOracle(network, zero, input).endpoints.length);
      }),
      runs,
    );
  });
});
