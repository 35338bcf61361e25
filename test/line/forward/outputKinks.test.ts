import { describe, expect, it } from 'vitest';
import {
  fastestKernels,
  lineGraph,
  outputKinks,
  outputToRemember,
  plainKernels,
  restrict,
  type Kernels,
  type Restriction,
} from '../../../src/line/index.ts';
import {
  AveragePool,
  Conv2D,
  Dense,
  inputName,
  Network,
  noPadding,
  ReLU,
  type Layer,
  type NodeDefinition,
} from '../../../src/network/index.ts';
import { randomArray, seeded, type Random } from '../../helpers/randomNetworks.ts';

/** Dense layers of so many units with ReLUs between them on a line, which remembers the outputs, or what tells them. */
function restrictionsOf(sizes: readonly number[], seed: number): Restriction[] {
  const random = seeded(seed);
  const layers = sizes.slice(1).flatMap((rows, i): Layer[] => {
    const columns = sizes[i];
    const layer = new Dense(randomArray(random, rows * columns), randomArray(random, rows));
    return i === 0 ? [layer] : [new ReLU(), layer];
  });
  return restrictionsOn(new Network([sizes[0]], inOrder(layers)), random);
}

function inOrder(layers: readonly Layer[]): NodeDefinition[] {
  return layers.map((layer, i) => ({
    name: `layer ${i}`,
    layer,
    inputs: [i === 0 ? inputName : `layer ${i - 1}`],
  }));
}

/** From one side of 0 to the other, so that most units cross. */
function restrictionsOn(network: Network, random: Random): Restriction[] {
  const baseline = randomArray(random, network.inputSize, 2);
  const line = { baseline, input: baseline.map((x) => random() - x) };
  const graph = lineGraph(network);
  return [graph.output, outputToRemember(graph)].map((node) => restrict(graph, line, { remember: [node] }));
}

/** All kinks: alphas, changes of slope from a start, and what they make of some numbers. */
function allKinks(
  restriction: Restriction,
  kernels: Kernels,
): { alphas: number[]; slopes: number[][]; sums: number[] } {
  const { slope } = restriction.output;
  return kernels.use([], (workspace) => {
    const kinks = outputKinks(restriction, workspace);
    const [numbers, slopes] = [workspace.float64(slope.length), workspace.float64(slope.length)];
    numbers.forEach((_, i) => (numbers[i] = 1 + i));
    slopes.set(slope);
    const found: ReturnType<typeof allKinks> = { alphas: [], slopes: [], sums: [] };
    for (const alpha of [0.3, 0.31, 1]) {
      while (kinks.takeUpTo(alpha)) {
        // What was taken last does not change when there is nothing to take.
        kinks.takeUpTo(0);
        kinks.addTo(slopes);
        found.alphas.push(kinks.alpha);
        found.slopes.push([...slopes]);
        found.sums.push(kinks.times(numbers));
      }
    }
    return found;
  });
}

describe('the kinks of outputs behind a wide dense layer', () => {
  it('are remembered as those of its inputs, of a narrow one as they are', () => {
    for (const [outputs, node] of [
      [20, 3],
      [19, 4],
    ]) {
      const [own, remembered] = restrictionsOf([6, 40, 40, outputs], 1);
      expect([...own.paths.keys()]).toEqual([4]);
      expect([...remembered.paths.keys()]).toEqual([node]);
    }
  });

  it.each([fastestKernels(), plainKernels])(
    'are those of the outputs by themselves, to 1e-12, by any kernels',
    (kernels) => {
      for (let seed = 0; seed < 8; seed++) {
        const [own, remembered] = restrictionsOf([6, 200, 40, 33], seed).map((restriction) =>
          allKinks(restriction, kernels),
        );
        // More than are taken ahead at a time, some of one input, some of many.
        expect(own.alphas.length).toBeGreaterThan(64);
        expect(remembered.alphas).toEqual(own.alphas);
        own.slopes.forEach((slopes, i) => {
          const scale = Math.max(...slopes.map(Math.abs));
          slopes.forEach((slope, unit) => {
            expect(Math.abs(remembered.slopes[i][unit] - slope)).toBeLessThan(1e-12 * scale);
          });
          expect(Math.abs(remembered.sums[i] - own.sums[i])).toBeLessThan(1e-12 * 33 ** 2 * scale);
        });
      }
    },
  );

  it('are those of the outputs also behind a layer that is straight itself', () => {
    const random = seeded(3);
    const pool = new AveragePool({ size: [2, 2], strides: [2, 2], padding: noPadding }, true);
    const layers: Layer[] = [
      new Conv2D(randomArray(random, 9 * 3), randomArray(random, 3), {
        size: [3, 3],
        strides: [1, 1],
        padding: noPadding,
      }),
      new ReLU(),
      pool,
      new Dense(randomArray(random, 12 * 20), randomArray(random, 20)),
    ];
    const [own, remembered] = restrictionsOn(new Network([6, 6, 1], inOrder(layers)), random);
    expect([...remembered.paths.keys()]).toEqual([2]);
    const [expected, found] = [own, remembered].map((restriction) => allKinks(restriction, fastestKernels()));
    expect(found.alphas.length).toBeGreaterThan(10);
    expect(found.alphas).toEqual(expected.alphas);
    found.slopes.flat().forEach((slope, i) => {
      expect(slope).toBeCloseTo(expected.slopes.flat()[i], 12);
    });
  });

  it('are the same to the bit by both kernels', () => {
    const [, remembered] = restrictionsOf([6, 200, 40, 33], 9);
    expect(allKinks(remembered, plainKernels)).toEqual(allKinks(remembered, fastestKernels()));
  });
});
