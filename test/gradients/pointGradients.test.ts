import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Float64Gradients } from '../../src/gradients/index.ts';
import { gradientsOf } from '../../src/tensorflow/index.ts';
import {
  Dense,
  ELU,
  GELU,
  inputName,
  Network,
  selu,
  Sigmoid,
  sizeOf,
  Softmax,
  Softplus,
  Tanh,
  type Layer,
  type NodeDefinition,
} from '../../src/network/index.ts';
import { skipConnection } from '../helpers/closedForms.ts';
import { anySeed, caseOf, randomArray, seeded } from '../helpers/randomNetworks.ts';
import { ReferenceNetwork } from '../helpers/reference.ts';
import { centralDifferences, relativeDistance } from './support.ts';

function oneHot(size: number, unit: number): Float64Array {
  return new Float64Array(size).fill(1, unit, unit + 1);
}

describe('in float64', () => {
  it('gradients by the input and by every layer are those of the definitions', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const { network, input, baseline, target } = caseOf(seed);
        const [engine, reference] = [new Float64Gradients(network), new ReferenceNetwork(network)];
        const of = network.nodes.length - 1;
        const seeds = oneHot(network.outputSize, target);
        for (let by = -1; by <= of; by++) {
          const found = await engine.gradientsAt({ values: Float64Array.of(...baseline, ...input) }, { of, by, seeds });
          [baseline, input].forEach((point, item) => {
            const [value, gradient] = [
              reference.values([...point])[by + 1],
              reference.adjoints([...point], target)[by + 1],
            ];
            const at = (values: Float64Array): Float64Array =>
              values.subarray(item * value.length, (item + 1) * value.length);
            expect(relativeDistance(at(found.values), Float64Array.from(value))).toBeLessThan(1e-12);
            expect(relativeDistance(at(found.gradients), Float64Array.from(gradient))).toBeLessThan(1e-12);
          });
        }
      }),
      { numRuns: 30 },
    );
  });

  const smooth: readonly Layer[] = [
    new ELU(0.7, 1.2),
    selu(),
    new GELU('erf'),
    new GELU('tanh'),
    new Sigmoid(),
    new Softmax(),
    new Softplus(),
    new Tanh(),
  ];

  it.each(smooth)('the derivative of $type $form is that of central differences', async (layer) => {
    const random = seeded(3);
    const dense = (): Dense => new Dense(randomArray(random, 36), randomArray(random, 6));
    const network = new Network(
      [2, 3],
      [
        { name: 'before', layer: dense(), inputs: [inputName] },
        { name: 'smooth', layer, inputs: ['before'] },
        { name: 'after', layer: dense(), inputs: ['smooth'] },
      ],
    );
    const input = randomArray(random, 6, 2);
    const { gradients } = await new Float64Gradients(network).gradientsAt(
      { values: input },
      { of: 2, by: -1, seeds: oneHot(6, 4) },
    );
    expect(relativeDistance(gradients, centralDifferences(network, input, 4))).toBeLessThan(1e-9);
  });
});

/** What both engines are asked of a random network with its seed: hidden targets, other places, seeds of each point. */
const questions = [21, 22, 23, 24, 25, 26].map((seed) => ({ seed, ...caseOf(seed) }));

describe.each(['wasm', 'cpu'])('on backend %s', (backend) => {
  it.each(questions)(
    'values and gradients of the random network of seed $seed are those in float64',
    async ({ network, seed, input, baseline }) => {
      const random = seeded(seed);
      const [exact, device] = [new Float64Gradients(network), await gradientsOf(network, { backend, batchSize: 2 })];
      const last = network.nodes.length - 1;
      const by = Math.floor(last / 2);
      const units = sizeOf(network.nodes[by].operation.shape);
      const places = [
        { values: Float64Array.of(...input, ...baseline, ...input) },
        { values: randomArray(random, 3 * units), at: { nodes: [by], input } },
        { values: randomArray(random, 3 * (units + network.unitsOf(0))), at: { nodes: [by, 0], input } },
      ];
      for (const points of places) {
        const seeds = randomArray(random, 3 * network.outputSize);
        expect(relativeDistance(await device.valuesAt(points, last), await exact.valuesAt(points, last))).toBeLessThan(
          1e-5,
        );
        for (const derivative of [
          { of: last, by, seeds },
          { of: last, by, seeds: seeds.subarray(0, network.outputSize) },
        ]) {
          const [found, expected] = [
            await device.gradientsAt(points, derivative),
            await exact.gradientsAt(points, derivative),
          ];
          expect(relativeDistance(found.values, expected.values)).toBeLessThan(1e-5);
          expect(relativeDistance(found.gradients, expected.gradients)).toBeLessThan(1e-4);
        }
      }
      device.dispose();
    },
  );
});

const both = {
  float64: (network: Network) => Promise.resolve(new Float64Gradients(network)),
  wasm: (network: Network) => gradientsOf(network, { backend: 'wasm' }),
};

describe.each(Object.entries(both))('by %s', (_, engineOf) => {
  it('a layer is set to points while ways around it are as they are at an input', async () => {
    // F = relu(h - 1/2) + h: with `shift` set to 3 and h = relu(2) held F is 3 + 2, and its derivative by `shift` 1.
    const engine = await engineOf(skipConnection());
    const points = { values: Float64Array.of(3, -3), at: { nodes: [1], input: Float64Array.of(2) } };
    expect(await engine.valuesAt(points, 3)).toEqual(Float64Array.of(5, 2));
    expect(await engine.gradientsAt(points, { of: 3, by: 1, seeds: Float64Array.of(1) })).toEqual({
      values: Float64Array.of(3, -3),
      gradients: Float64Array.of(1, 0),
    });
    engine.dispose();
  });

  it('several layers are set at once, and none acts through another one', async () => {
    // F = later + h, with both set; shift, which takes h, is before later alone.
    const engine = await engineOf(skipConnection());
    const points = { values: Float64Array.of(3, -3, 5, 7), at: { nodes: [0, 2], input: Float64Array.of(2) } };
    const seeds = Float64Array.of(1);
    expect(await engine.valuesAt(points, 3)).toEqual(Float64Array.of(0, 12));
    expect(await engine.gradientsAt(points, { of: 3, by: 0, seeds })).toEqual({
      values: Float64Array.of(3, 5),
      gradients: Float64Array.of(1, 1),
    });
    expect(await engine.gradientsAt(points, { of: 3, by: 2, seeds })).toEqual({
      values: Float64Array.of(-3, 7),
      gradients: Float64Array.of(1, 1),
    });
    expect(await engine.gradientsAt(points, { of: 2, by: 0, seeds })).toEqual({
      values: Float64Array.of(3, 5),
      gradients: Float64Array.of(0, 0),
    });
    engine.dispose();
  });

  it('a layer that comes later, or aside, has the gradient 0', async () => {
    const nodes: NodeDefinition[] = [
      { name: 'a', layer: new Dense(Float64Array.of(2), Float64Array.of(0)), inputs: [inputName] },
      { name: 'aside', layer: new Dense(Float64Array.of(3), Float64Array.of(1)), inputs: ['a'] },
      { name: 'out', layer: new Tanh(), inputs: ['a'] },
    ];
    const engine = await engineOf(new Network([1], nodes));
    const points = { values: Float64Array.of(1) };
    expect(await engine.gradientsAt(points, { of: 2, by: 1, seeds: Float64Array.of(1) })).toEqual({
      values: Float64Array.of(7),
      gradients: Float64Array.of(0),
    });
    expect(await engine.gradientsAt(points, { of: 0, by: 1, seeds: Float64Array.of(1) })).toEqual({
      values: Float64Array.of(7),
      gradients: Float64Array.of(0),
    });
    expect(await engine.gradientsAt(points, { of: 0, by: 0, seeds: Float64Array.of(5) })).toEqual({
      values: Float64Array.of(2),
      gradients: Float64Array.of(5),
    });
    engine.dispose();
  });
});
