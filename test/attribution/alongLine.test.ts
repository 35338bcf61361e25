import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dense, inputName, Network, ReLU, Reshape, Sigmoid, Softmax, type Layer } from '../../src/network/index.ts';
import { DenseOracle } from '../helpers/denseOracle.ts';
import { affine, twoHinges } from '../helpers/closedForms.ts';
import { anySeed, caseOf } from '../helpers/randomNetworks.ts';
import { explainOne } from './support.ts';

describe('what exact methods know of the line', () => {
  it('the output at the ends of every region, and the share of the attributions gathered so far', async () => {
    // F = relu(alpha - 1/4) - relu(alpha - 1/2): 0, 0, 1/4, 1/4.
    const { line } = await explainOne(twoHinges(), {
      method: 'integrated_gradients',
      input: Float64Array.of(1, 1),
      target: 0,
    });
    expect(line).toEqual({
      alphas: Float64Array.of(0, 0.25, 0.5, 1),
      outputs: Float64Array.of(0, 0, 0.25, 0.25),
      gathered: Float64Array.of(0, 0, 1, 1),
    });
  });

  it('no shares of a sum that is 0', async () => {
    const { line } = await explainOne(twoHinges(), {
      method: 'layer_conductance',
      layer: 'relu',
      input: Float64Array.of(0, 0.5),
      target: 0,
    });
    expect(line).toEqual({ alphas: Float64Array.of(0, 1), outputs: Float64Array.of(0, 0) });
  });

  it('where the largest output changes', async () => {
    // Outputs (1 - 2 alpha, alpha): they meet at 1/3.
    const network = new Network(
      [1],
      [{ name: 'out', layer: new Dense(Float64Array.of(-2, 1), Float64Array.of(1, 0)), inputs: [inputName] }],
    );
    const { line } = await explainOne(network, {
      method: 'integrated_gradients',
      input: Float64Array.of(1),
      target: 0,
    });
    expect(line?.classChanges).toEqual([{ alpha: 1 / 3, from: 0, to: 1 }]);
  });

  it('several changes, before and after a kink', async () => {
    // Outputs 2 - 4 alpha, 1.1 - alpha and 6 relu(alpha - 1/2): they lead to 0.3, to 4.1 / 7, and then on.
    const network = new Network(
      [1],
      [
        { name: 'parts', layer: new Dense(Float64Array.of(1, 1), Float64Array.of(0, -0.5)), inputs: [inputName] },
        { name: 'relu', layer: new ReLU(), inputs: ['parts'] },
        {
          name: 'out',
          layer: new Dense(Float64Array.of(-4, -1, 0, 0, 0, 6), Float64Array.of(2, 1.1, 0)),
          inputs: ['relu'],
        },
      ],
    );
    const { line } = await explainOne(network, {
      method: 'integrated_gradients',
      input: Float64Array.of(1),
      target: 2,
    });
    expect(line?.classChanges).toEqual([
      { alpha: expect.closeTo(0.3, 14) as unknown, from: 0, to: 1 },
      { alpha: expect.closeTo(4.1 / 7, 14) as unknown, from: 1, to: 2 },
    ]);
  });

  it('outputs that are equal at the start: the one that rises fastest leads', async () => {
    const { line } = await explainOne(affine(), {
      method: 'integrated_gradients',
      input: Float64Array.of(1, 1),
      baseline: Float64Array.of(-0.5, 0),
      target: 1,
    });
    // (2 x0 - 3 x1 + 1, x1) from (0, 0): slopes 3 - 3 = 0 and 1.
    expect(line?.classChanges).toEqual([]);
  });

  it('classes of sigmoids, which keep the order of what goes into them, and none of a softmax of each row', async () => {
    // Of 2 x 3 units the first is x, the fourth 1 - x.
    const logits = new Dense(Float64Array.of(1, 0, 0, -1, 0, 0), Float64Array.of(0, -9, -9, 1, -9, -9));
    const ending = (layer: Layer): Network =>
      new Network(
        [1],
        [
          { name: 'logits', layer: logits, inputs: [inputName] },
          { name: 'rows', layer: new Reshape([2, 3]), inputs: ['logits'] },
          { name: 'end', layer, inputs: ['rows'] },
        ],
      );
    const ask = { input: Float64Array.of(1), baseline: Float64Array.of(0), target: 0 };
    const [sigmoids, rows] = [new Sigmoid(), new Softmax()].map(ending);
    const changes = [{ alpha: 0.5, from: 3, to: 0 }];
    expect((await explainOne(sigmoids, { method: 'integrated_gradients', ...ask })).line?.classChanges).toEqual(
      changes,
    );
    expect((await explainOne(rows, { method: 'integrated_gradients', ...ask })).line?.classChanges).toBeUndefined();
  });

  it('no classes of a hidden unit', async () => {
    const { line } = await explainOne(affine(), {
      method: 'neuron_integrated_gradients',
      layer: 'out',
      neuron: { weights: Float64Array.of(1, 1) },
      input: Float64Array.of(1, 1),
    });
    expect(line?.outputs).toEqual(Float64Array.of(1, 1));
    expect(line?.classChanges).toBeUndefined();
  });

  it('on random networks the largest output is the one that it should be, between any two changes', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const { network, baseline, input, target } = caseOf(seed);
        const { line } = await explainOne(network, { method: 'integrated_gradients', input, baseline, target });
        fc.pre(line?.classChanges !== undefined);
        const oracle = new DenseOracle(network, baseline, input);
        const scale = Math.max(...[...line.outputs].map(Math.abs), 1e-3);
        line.alphas.forEach((alpha, i) => {
          expect(Math.abs(line.outputs[i] - oracle.output(alpha)[target]) / scale).toBeLessThan(1e-9);
        });
        const changes = line.classChanges;
        fc.pre(changes.length > 0);
        // Between two changes the class that the one leads to is the one that the next leaves, and its output the
        // largest.
        expect(changes.slice(1).map(({ from }) => from)).toEqual(changes.slice(0, -1).map(({ to }) => to));
        const leaders = [changes[0].from, ...changes.map(({ to }) => to)];
        const ends = [0, ...changes.map(({ alpha }) => alpha), 1];
        leaders.forEach((leader, i) => {
          const outputs = oracle.output((ends[i] + ends[i + 1]) / 2);
          expect(outputs[leader]).toBeGreaterThan(Math.max(...outputs) - 1e-9 * Math.max(1, ...outputs.map(Math.abs)));
        });
      }),
      { numRuns: 80 },
    );
  });
});

it('changes of the class are those of any number of outputs: of j x - j (j + 1) / 200 every hundredth', async () => {
  // Output j + 1 passes output j at x = (j + 1) / 100.
  const weights = Float64Array.from({ length: 100 }, (_, j) => j);
  const out = new Dense(
    weights,
    weights.map((j) => (-j * (j + 1)) / 200),
  );
  const network = new Network([1], [{ name: 'out', layer: out, inputs: [inputName] }]);
  const { line } = await explainOne(network, { method: 'integrated_gradients', input: [1], baseline: [0], target: 3 });
  const changes = line?.classChanges ?? [];
  expect(changes.map(({ from, to }) => [from, to])).toEqual([...weights.subarray(1)].map((j) => [j - 1, j]));
  changes.forEach(({ alpha, to }) => {
    expect(alpha).toBeCloseTo(to / 100, 12);
  });
});

it('of many outputs the explained one is followed the same as among few', async () => {
  // Output j is relu(x - j / 200) of one input: the explained one, 50, begins at 1/4.
  const outputs = (count: number): Network =>
    new Network(
      [1],
      [
        {
          name: 'shift',
          layer: new Dense(
            new Float64Array(count).fill(1),
            Float64Array.from({ length: count }, (_, j) => -j / 200),
          ),
          inputs: [inputName],
        },
        { name: 'relu', layer: new ReLU(), inputs: ['shift'] },
      ],
    );
  const request = { method: 'integrated_gradients', input: Float64Array.of(1), target: 50 } as const;
  const [few, many] = [await explainOne(outputs(64), request), await explainOne(outputs(65), request)];
  expect(many.attributions).toEqual(Float64Array.of(0.75));
  const at = ({ line }: typeof few, alpha: number): number | undefined =>
    line?.outputs[line.alphas.findIndex((known) => Math.abs(known - alpha) < 1e-12)];
  for (const alpha of [0, 0.25, 0.3, 1]) {
    expect(at(many, alpha)).toBeCloseTo(Math.max(0, alpha - 0.25), 12);
    expect(at(few, alpha)).toBeCloseTo(Math.max(0, alpha - 0.25), 12);
  }
});
