import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/index.ts';
import { gradientsOf } from '../../src/tensorflow/index.ts';
import { adjointPath, integrate, outputUnit, restrict } from '../../src/line/index.ts';
import { inputName, Network, Tanh } from '../../src/network/index.ts';
import { gauss, lebesgue, left, pointMass, right, trapezoid, type Measure } from '../../src/quadrature/index.ts';
import { caseOf } from '../helpers/randomNetworks.ts';
import { backendsHere, relativeDistance } from '../gradients/support.ts';

const { network, baseline, input, target } = caseOf(3);
const line = { baseline, delta: input.map((x, i) => x - baseline[i]) };

/** The nodes of left and right are among the 9 of the trapezoid; of the 5 of Gauss the middle one is. */
const measures = [left.measure(8), right.measure(8), trapezoid.measure(8), gauss.measure(4)];
const distinctNodes = 9 + 4;

describe.each(await backendsHere())('on backend %s', (backend) => {
  it('a measure is integrated as the weighted sum of the gradients at its nodes', async () => {
    // F = tanh on the line from 0 to 2: dF/dx at t is 1 - tanh(2t)^2.
    const tanh = new Network([1], [{ name: 'tanh', layer: new Tanh(), inputs: [inputName] }]);
    const gradients = await gradientsOf(tanh, { backend });
    const simple = { density: 0, nodes: Float64Array.of(0, 0.25, 0.25, 1), weights: Float64Array.of(0.5, 1, 2, -3) };
    const [integral] = await gradients.integrate({ baseline: Float64Array.of(0), delta: Float64Array.of(2) }, 0, [
      simple,
    ]);
    const gradient = (t: number): number => 1 - Math.tanh(2 * t) ** 2;
    gradients.dispose();
    expect(integral[0]).toBeCloseTo(0.5 * gradient(0) + 3 * gradient(0.25) - 3 * gradient(1), 6);
  });

  it.each([101, 102, 103, 104, 105])(
    'the integrals on the random network of seed %i are those of the sweep in float64',
    async (seed) => {
      const random = caseOf(seed);
      const restriction = restrict(random.network, { baseline: random.baseline, input: random.input });
      const gradients = await gradientsOf(random.network, { backend });
      const sampled = await gradients.integrate(restriction, random.target, measures);
      gradients.dispose();
      integrate(adjointPath(restriction, outputUnit(restriction, random.target)), measures).forEach((integral, m) => {
        expect(relativeDistance(sampled[m], integral)).toBeLessThan(1e-5);
      });
    },
  );

  it('results do not depend on the batch size or on the measures beside, but for rounding', async () => {
    const alone: Float64Array[] = [];
    const one = await gradientsOf(network, { backend, batchSize: 1 });
    for (const measure of measures) alone.push(...(await one.integrate(line, target, [measure])));
    one.dispose();
    for (const batchSize of [1, 2, distinctNodes - 1, distinctNodes, distinctNodes + 1, undefined]) {
      const gradients = await gradientsOf(network, batchSize === undefined ? { backend } : { backend, batchSize });
      const together = await gradients.integrate(line, target, measures);
      gradients.dispose();
      // Sums of at most 13 float32 terms in another order.
      together.forEach((integral, m) => {
        expect(relativeDistance(integral, alone[m])).toBeLessThan(1e-5);
      });
    }
  });

  it('a node that several measures share is evaluated once', async () => {
    const gradients = await gradientsOf(network, { backend, batchSize: distinctNodes });
    const { kernels } = await tf.profile(async () => {
      await gradients.integrate(line, target, measures);
      return [];
    });
    gradients.dispose();
    const rows = kernels.filter(({ name }) => name === 'Tile').map(({ outputShapes }) => outputShapes[0]?.[0]);
    expect(rows).toEqual([distinctNodes]);
  });

  it('outputs of any number of points are those of the network, in order', async () => {
    const gradients = await gradientsOf(network, { backend, batchSize: 2 });
    const points = Float64Array.from([...baseline, ...input, ...line.delta]);
    const outputs = await gradients.evaluate(points);
    expect(relativeDistance(outputs, network.evaluate(points))).toBeLessThan(1e-5);
    expect(await gradients.evaluate(new Float64Array())).toEqual(new Float64Array());
    gradients.dispose();
  });

  it('no tensors are left behind by a call, and none at all once disposed of', async () => {
    const atFirst = tf.memory().numTensors;
    const gradients = await gradientsOf(network, { backend, batchSize: 4 });
    const withWeights = tf.memory().numTensors;
    for (let call = 0; call < 5; call++) {
      await gradients.integrate(line, target, measures);
      await gradients.evaluate(input);
      expect(tf.memory().numTensors).toBe(withWeights);
    }
    gradients.dispose();
    expect(withWeights).toBeGreaterThan(atFirst);
    expect(tf.memory().numTensors).toBe(atFirst);
  });
});

describe('wrong arguments are named', async () => {
  const gradients = await gradientsOf(network, { backend: 'cpu' });
  const withNaN = input.map((x, i) => (i === 4 ? NaN : x));
  const integrateWith = (change: {
    baseline?: Float64Array;
    delta?: Float64Array;
    target?: number;
    measure?: Measure;
  }): Promise<unknown> =>
    gradients.integrate({ ...line, ...change }, change.target ?? target, [change.measure ?? pointMass(0)]);
  const masses = (nodes: number[], weights: number[]): Measure => ({
    density: 0,
    nodes: Float64Array.from(nodes),
    weights: Float64Array.from(weights),
  });

  it.each([
    [
      'a baseline of the wrong length',
      { baseline: input.subarray(1) },
      `The baseline has ${network.inputSize - 1} numbers`,
    ],
    ['a delta with NaN', { delta: withNaN }, 'The delta of the line is NaN at index 4'],
    ['a target beyond the outputs', { target: network.outputSize }, `The target is output ${network.outputSize}`],
    ['a target that is not whole', { target: 0.5 }, 'The target is output 0.5'],
    ['a measure with a density', { measure: lebesgue }, 'A measure with a density needs the sweep'],
    ['a node outside [0, 1]', { measure: masses([0, 1.5], [1, 1]) }, 'A measure has a node at 1.5'],
    ['a node without a weight', { measure: masses([0, 1], [1]) }, 'A measure has 2 nodes but 1 weights'],
    [
      'a weight that is infinite',
      { measure: masses([0], [Infinity]) },
      'The list of weights of a measure is Infinity at index 0',
    ],
  ])('%s', async (_, change, message) => {
    const error: unknown = await integrateWith(change).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain(message);
  });

  it('points that are not whole inputs, or hold NaN', async () => {
    await expect(gradients.evaluate(input.subarray(1))).rejects.toThrow('does not hold whole inputs');
    await expect(gradients.evaluate(withNaN)).rejects.toThrow('The batch of points is NaN at index 4');
  });

  it.each([0, 2.5, NaN])('a batch size of %d', async (batchSize) => {
    await expect(gradientsOf(network, { backend: 'cpu', batchSize })).rejects.toThrow(`The batch size is ${batchSize}`);
  });
});
