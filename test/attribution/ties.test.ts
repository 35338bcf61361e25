import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributePart, explain, PartedLine, type ExplainRequest } from '../../src/attribution/index.ts';
import { adjointPath, endpoints, integrate, lineGraph, outputUnit, restrict, theLine } from '../../src/line/index.ts';
import {
  Conv2D,
  Dense,
  Flatten,
  inputName,
  MaxPool,
  Network,
  noPadding,
  ReLU,
  Reshape,
  type Layer,
  type Shape,
  type Window,
} from '../../src/network/index.ts';
import { rules } from '../../src/quadrature/index.ts';
import { dyadicCase } from '../helpers/dyadicNetworks.ts';
import { RationalOracle } from '../helpers/rationalOracle.ts';
import { anySeed, randomArray, seeded, type Case } from '../helpers/randomNetworks.ts';
import { attributionsOf, explainOne, l1 } from './support.ts';

const runs = { numRuns: 100 };

/** Derivatives are halves and quarters, so what is wrong is wrong by far more than rounding. */
function expectSame(actual: ArrayLike<number>, expected: readonly number[], what: string): void {
  const scale = Math.max(1, ...expected.map(Math.abs));
  const off = Math.max(...expected.map((e, i) => Math.abs(actual[i] - e))) / scale;
  if (!(off < 1e-9)) expect({ what, attributions: [...Array.from(actual)] }).toEqual({ what, attributions: expected });
}

/** Nodes that are no other shape of what stands before them, nor of the input. */
function layersOf({ network }: Case): number[] {
  const graph = lineGraph(network);
  return network.nodes.flatMap(({ name, operation }, node) =>
    operation.family === 'reshape' || [undefined, theLine].includes(graph.layers.get(name)) ? [] : [node],
  );
}

const oracleOf = ({ network, baseline, input }: Case, straight?: readonly number[]): RationalOracle =>
  new RationalOracle(network, baseline, input, straight);
const outputOf = ({ network, target }: Case): { node: number; unit: number } => ({
  node: network.nodes.length - 1,
  unit: target,
});
const product = (a: readonly number[], b: readonly number[]): number[] => a.map((x, i) => x * b[i]);

/** The line cut in each of these ways is the whole. */
function expectParts(of: Case, ways: readonly (number | readonly number[] | 'breakpoints')[]): void {
  const { network, baseline, input, target } = of;
  const oracle = oracleOf(of);
  const expected = product(oracle.influence(-1, outputOf(of)), oracle.change(-1));
  for (const way of ways) {
    const cuts = way === 'breakpoints' ? [...endpoints(restrict(network, { baseline, input })).subarray(1, -1)] : way;
    const line = new PartedLine(network, { baseline, input, target }, cuts);
    const joined = line.join(line.parts.map((part) => attributePart(network, part)));
    expectSame(joined.attributions, expected, `cuts ${String(cuts)}`);
    expect(joined.regions).toBe(oracle.regions.length);
  }
}

/** Holds for random networks with dyadic weights; a counterexample is a seed. */
function onDyadicNetworks(property: (of: Case) => void | Promise<void>, numRuns = runs.numRuns): Promise<void> {
  return fc.assert(
    fc.asyncProperty(anySeed, async (seed) => property(dyadicCase(seed))),
    { numRuns },
  );
}

describe('on networks with dyadic weights, where candidates tie and units rest on thresholds, exact methods are those of rational arithmetic', () => {
  const attributions = (
    { network, baseline, input, target }: Case,
    request: Omit<ExplainRequest, 'input' | 'baseline' | 'target'>,
  ): Promise<Float64Array> => attributionsOf(network, { input, baseline, target, ...request });

  it('integrated gradients and gradient SHAP', () =>
    onDyadicNetworks(async (of) => {
      const oracle = oracleOf(of);
      const expected = product(oracle.influence(-1, outputOf(of)), oracle.change(-1));
      expectSame(await attributions(of, { method: 'integrated_gradients' }), expected, 'integrated_gradients');
      expectSame(await attributions(of, { method: 'gradient_shap' }), expected, 'gradient_shap');
    }, 200));

  it('layer conductance, internal influence and layer gradient SHAP of every layer', () =>
    onDyadicNetworks(async (of) => {
      const oracle = oracleOf(of);
      for (const node of layersOf(of)) {
        const layer = of.network.nodes[node].name;
        const influence = oracle.influence(node, outputOf(of));
        expectSame(
          await attributions(of, { method: 'layer_conductance', layer }),
          oracle.conductance(node, outputOf(of)),
          `layer_conductance ${layer}`,
        );
        expectSame(
          await attributions(of, { method: 'internal_influence', layer }),
          influence,
          `internal_influence ${layer}`,
        );
        expectSame(
          await attributions(of, { method: 'layer_gradient_shap', layer }),
          product(influence, oracle.change(node)),
          `layer_gradient_shap ${layer}`,
        );
      }
    }));

  it('neuron integrated gradients and neuron conductance of units of every layer', () =>
    onDyadicNetworks(async (of) => {
      const oracle = oracleOf(of);
      for (const node of layersOf(of)) {
        const layer = of.network.nodes[node].name;
        for (const neuron of [0, oracle.change(node).length - 1]) {
          const unit = { node, unit: neuron };
          const delta = oracle.change(-1);
          const [integrated, conductance] = [oracle.influence(-1, unit), oracle.gradientThrough(unit, outputOf(of))];
          const { network, baseline, input } = of;
          expectSame(
            await attributionsOf(network, { method: 'neuron_integrated_gradients', input, baseline, layer, neuron }),
            product(integrated, delta),
            `neuron_integrated_gradients ${layer} ${neuron}`,
          );
          expectSame(
            await attributions(of, { method: 'neuron_conductance', layer, neuron }),
            product(conductance, delta),
            `neuron_conductance ${layer} ${neuron}`,
          );
        }
      }
    }));

  it('layer integrated gradients of every layer, and of two together', () =>
    onDyadicNetworks(async (of) => {
      const layers = layersOf(of);
      for (const node of layers) {
        const oracle = oracleOf(of, [node]);
        const layer = of.network.nodes[node].name;
        const expected = product(oracle.influence(node, outputOf(of)), oracle.change(node));
        expectSame(
          await attributions(of, { method: 'layer_integrated_gradients', layer }),
          expected,
          `layer_integrated_gradients ${layer}`,
        );
      }
      if (layers.length < 3) return;
      const pair = [layers[0], layers[layers.length - 2]];
      const oracle = oracleOf(of, pair);
      const { network, baseline, input, target } = of;
      const layer = pair.map((node) => network.nodes[node].name);
      const together = await explain(network, {
        method: 'layer_integrated_gradients',
        layer,
        layersTogether: true,
        input,
        baseline,
        target,
      });
      pair.forEach((node, i) => {
        expectSame(
          together[i].attributions,
          product(oracle.influence(node, outputOf(of)), oracle.change(node)),
          `${layer[i]} of ${layer.join()}`,
        );
      });
    }, 50));

  it('the rules of the study, whose nodes lie in regions or on breakpoints', () =>
    onDyadicNetworks((of) => {
      const oracle = oracleOf(of);
      const restriction = restrict(of.network, { baseline: of.baseline, input: of.input });
      const measures = [2, 3, 4].flatMap((n) => rules.map((rule) => rule.measure(n)));
      const found = integrate(adjointPath(restriction, outputUnit(restriction, of.target)), measures);
      measures.forEach((measure, m) => {
        expectSame(found[m], oracle.sampled(measure, outputOf(of)), `measure ${m}`);
      });
    }));

  it('lines in parts, cut anywhere or where units cross', () =>
    onDyadicNetworks((of) => {
      expectParts(of, [[0.5], [0.25, 0.5, 0.75], [0.125, 0.375, 0.6875]]);
    }));

  it('lines in parts, cut where points, values and slopes are rounded: what rests there by cancellation does', () => {
    const anywhere = fc.array(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), { maxLength: 3 });
    const property = fc.property(anySeed, anywhere, (seed, alphas) => {
      const cuts = [...new Set(alphas)].sort((a, b) => a - b);
      expectParts(dyadicCase(seed), [[1 / 3, 0.6], cuts, 2, 5, 'breakpoints']);
    });
    const seeds = [1560797089, 935990871, 1917987778, 353022492, 235027353, 1409338938, 37394644, 392927355];
    fc.assert(property, { ...runs, examples: seeds.map((seed) => [seed, []]) });
  });

  it('the regions', () =>
    onDyadicNetworks((of) => {
      expect(endpoints(restrict(of.network, { baseline: of.baseline, input: of.input })).length - 1).toBe(
        oracleOf(of).regions.length,
      );
    }, 200));
});

/** Layers one after the other, each named by its place. */
function chain(inputShape: Shape, layers: readonly Layer[]): Network {
  return new Network(
    inputShape,
    layers.map((layer, i) => ({ name: String(i), layer, inputs: [i === 0 ? inputName : String(i - 1)] })),
  );
}

const pool = (width: number): MaxPool => new MaxPool({ size: [1, width], strides: [1, 1], padding: noPadding });

describe('of candidates that tie along a stretch the first takes the derivative', () => {
  it('where units before a maximum come to rest at 0: a ReLU under a pool', async () => {
    // From (-1, 1) to (-1, -1) the second unit leads until alpha = 1/2; from there on both are 0.
    const network = chain([1, 2, 1], [new ReLU(), pool(2)]);
    const line = { baseline: Float64Array.of(-1, 1), input: Float64Array.of(-1, -1), target: 0 };
    expect([...(await attributionsOf(network, { method: 'internal_influence', layer: '0', ...line }))]).toEqual([
      0.5, 0.5,
    ]);
  });

  it('where two maxima follow the same input: a pool under a pool', async () => {
    // The first pool is (4 alpha, max(4 alpha, 1), 1): from 1/4 on its first two units tie, and rise by 3. Before, the
    // second pool rests at 1.
    const network = chain([1, 4, 1], [pool(2), pool(3)]);
    const line = { baseline: Float64Array.of(0, 0, 1, 0), input: Float64Array.of(0, 4, 1, 0) };
    expect([
      ...(await attributionsOf(network, { method: 'layer_conductance', layer: '0', target: 0, ...line })),
    ]).toEqual([3, 0, 0]);
    expect([
      ...(await attributionsOf(network, { method: 'neuron_conductance', layer: '0', neuron: 0, target: 0, ...line })),
    ]).toEqual([0, 3, 0, 0]);
  });

  it('of integrated gradients too, from the middle of the line on', async () => {
    // max(x0, x1 + relu(1/2 - x0)) from (0, 0) to (1, 1): the second is 1/2 up to alpha = 1/2, with the gradient (-1,
    // 1); then both are alpha.
    const network = chain(
      [2],
      [
        new Dense(Float64Array.of(1, 0, -1, 0, 1, 0), Float64Array.of(4, 4, 0.5)), // x + 4 > 0 passes the ReLU
        new ReLU(),
        new Dense(Float64Array.of(1, 0, 0, 1, 0, 1), Float64Array.of(-4, -4)),
        new Reshape([1, 2, 1]),
        pool(2),
      ],
    );
    const { attributions, regions } = await explainOne(network, {
      method: 'integrated_gradients',
      baseline: Float64Array.of(0, 0),
      input: Float64Array.of(1, 1),
      target: 0,
    });
    expect([...attributions]).toEqual([0, 0.5]);
    expect(regions).toBe(2);
  });

  it('and of those that overtake together', async () => {
    // (0, alpha - 1/2, alpha - 1/2)
    const network = chain(
      [1],
      [new Dense(Float64Array.of(0, 1, 1), Float64Array.of(0, -0.5, -0.5)), new Reshape([1, 3, 1]), pool(3)],
    );
    const line = { baseline: Float64Array.of(0), input: Float64Array.of(1), target: 0 };
    expect([...(await attributionsOf(network, { method: 'internal_influence', layer: '0', ...line }))]).toEqual([
      0.5, 0.5, 0,
    ]);
  });

  it('so that exact internal influence behind a ReLU and before a pool is the limit of the midpoint rule', async () => {
    const random = seeded(7);
    const window = (size: number, stride: number): Window => ({
      size: [size, size],
      strides: [stride, stride],
      padding: noPadding,
    });
    const layers = [
      new Conv2D(randomArray(random, 9 * 4), randomArray(random, 4, 0.3), window(3, 1)),
      new ReLU(),
      new MaxPool(window(2, 2)),
      // Active at the black baseline, and nowhere under most windows further on.
      new Conv2D(
        randomArray(random, 9 * 4 * 6, 0.5).map((w) => w - 0.15),
        randomArray(random, 6, 0.3).map((b) => b + 0.5),
        window(3, 1),
      ),
      new ReLU(),
      new MaxPool(window(2, 2)),
      new Flatten(),
      new Dense(randomArray(random, 6 * 3), randomArray(random, 3, 0.3)),
    ];
    const network = chain([10, 10, 1], layers);
    const line = { input: randomArray(random, 100, 2), baseline: new Float64Array(100), target: 0 };
    // The rule's error falls as 1 / n: 2e-4 and less here.
    for (const layer of ['1', '4']) {
      const [exact] = await explain(network, { method: 'internal_influence', layer, ...line });
      const [sampled] = await explain(network, {
        method: 'internal_influence',
        layer,
        ...line,
        rule: 'midpoint',
        n: 8000,
      });
      expect(
        l1(exact.attributions.map((a, unit) => a - sampled.attributions[unit])) / l1(exact.attributions),
      ).toBeLessThan(1e-3);
    }
  });

  it('to the rounding of their own sums, at any scale', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, fc.integer({ min: -9, max: 9 }), async (seed, power) => {
        // a = sum of w_i relu(x - t_i), b the same in thirds and two thirds and relu(1/2 - x) times a third of the
        // scale: from x = 1/2 on they tie.
        const random = seeded(seed);
        const w = randomArray(random, 5, 10 ** power);
        const t = Array.from(w, () => random() / 2);
        const network = chain(
          [1],
          [
            new Dense(
              Float64Array.of(...t.map(() => 1), ...t.map(() => 1), -1),
              Float64Array.of(...t.map((x) => -x), ...t.map((x) => -x), 0.5),
            ),
            new ReLU(),
            new Dense(
              Float64Array.of(
                ...Array.from(w, (of) => [of, of / 3]).flat(),
                ...Array.from(w, (of) => [0, of - of / 3]).flat(),
                0,
                10 ** power / 3,
              ),
              Float64Array.of(0, 0),
            ),
            new Reshape([1, 2, 1]),
            pool(2),
          ],
        );
        const influence = await attributionsOf(network, {
          method: 'internal_influence',
          layer: '2',
          baseline: Float64Array.of(0),
          input: Float64Array.of(1),
          target: 0,
        });
        expect(Math.abs(influence[0] - 0.5)).toBeLessThan(1e-9);
        expect(Math.abs(influence[1] - 0.5)).toBeLessThan(1e-9);
      }),
    );
  });
});
