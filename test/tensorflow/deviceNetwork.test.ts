import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { loadBackend } from '../../src/tensorflow/backends/index.ts';
import { DeviceNetwork } from '../../src/tensorflow/deviceNetwork.ts';
import {
  Add,
  AveragePool,
  Concat,
  Conv2D,
  Dense,
  Flatten,
  inputName,
  Network,
  noPadding,
  Normalize,
  ReLU,
  Sigmoid,
  type NodeDefinition,
} from '../../src/network/index.ts';
import { randomArray, seeded } from '../helpers/randomNetworks.ts';
import { centralDifferences, relativeDistance } from '../gradients/support.ts';

const random = seeded(9);
const window = { size: [2, 2], strides: [2, 1], padding: { top: 1, left: 0, bottom: 0, right: 1 } } as const;

const normalize: NodeDefinition = {
  name: 'n',
  layer: new Normalize(randomArray(random, 2), Float64Array.of(2, 3)),
  inputs: [inputName],
};
const convolution: NodeDefinition = {
  name: 'c',
  layer: new Conv2D(randomArray(random, 24), randomArray(random, 3), window),
  inputs: ['n'],
};
const average: NodeDefinition = {
  name: 'a',
  layer: new AveragePool({ ...window, padding: noPadding }, false),
  inputs: ['n'],
};
const relu: NodeDefinition = { name: 'r', layer: new ReLU(), inputs: ['c'] };

/** A dense layer of two units after a node of so many units. */
const output = (units: number, source: string): NodeDefinition => ({
  name: 'output',
  layer: new Dense(randomArray(random, 2 * units), randomArray(random, 2)),
  inputs: [source],
});

/** Of 4x4x2 inputs; a convolution makes 2x4x3 of them, the average 2x3x2. */
const networks: Record<string, readonly NodeDefinition[]> = {
  'an affine network': [normalize, convolution, average, output(24, 'c')],
  'activations from the start': [{ ...relu, inputs: [inputName] }, output(32, 'r')],
  'affine layers, then an activation': [normalize, convolution, relu, output(24, 'r')],
  'an activation that joins affine values and the input': [
    normalize,
    { name: 's', layer: new Sigmoid(), inputs: [inputName] },
    { name: 'sum', layer: new Add(), inputs: ['s', 'n', inputName] },
    output(32, 'sum'),
  ],
  'two affine branches, joined behind an activation of one': [
    normalize,
    convolution,
    average,
    relu,
    { name: 'flat', layer: new Flatten(), inputs: ['r'] },
    { name: 'flat average', layer: new Flatten(), inputs: ['a'] },
    { name: 'both', layer: new Concat(0), inputs: ['flat', 'flat average'] },
    output(24 + 12, 'both'),
  ],
  'a branch that leads nowhere': [
    normalize,
    convolution,
    { ...relu, name: 'lost', inputs: ['n'] },
    relu,
    output(24, 'r'),
  ],
};

const size = 32;

describe.each(['wasm', 'cpu'])('on backend %s', (backend) => {
  it.each(Object.entries(networks))(
    '%s: sums of gradients are those of central differences at every point',
    async (_, nodes) => {
      await loadBackend(backend);
      const network = new Network([4, 4, 2], nodes);
      const before = tf.memory().numTensors;
      const device = new DeviceNetwork(network);
      const corners = [randomArray(random, size, 2), randomArray(random, size, 2)];
      const alphas = [0, 0.3, 0.9];
      const weights = [
        [1, -2, 0.5],
        [0, 0, 1],
        [0.25, 0.25, 0.5],
        [3, 0, 0],
      ];
      const sums = tf.tidy(() =>
        device.integrate(
          tf.tensor2d(Float32Array.from(corners.flatMap((corner) => [...corner])), [2, size]),
          tf.tensor2d(alphas.map((alpha) => [1 - alpha, alpha])),
          tf.tensor2d(weights),
          1,
        ),
      );
      const computed = Float64Array.from(await sums.data());
      sums.dispose();
      device.dispose();
      const gradients = alphas.map((alpha) =>
        centralDifferences(
          network,
          corners[0].map((x, i) => (1 - alpha) * x + alpha * corners[1][i]),
          1,
        ),
      );
      weights.forEach((row, s) => {
        const expected = corners[0].map((__, i) =>
          row.reduce((sum, weight, point) => sum + weight * gradients[point][i], 0),
        );
        expect(relativeDistance(computed.subarray(s * size, (s + 1) * size), expected)).toBeLessThan(1e-5);
      });
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it('a layer that several nodes share has its weights there once', async () => {
    await loadBackend(backend);
    const dense = (): Dense => new Dense(new Float64Array(16), new Float64Array(4));
    const chainOf = (layers: readonly Dense[]): Network =>
      new Network(
        [4],
        layers.map((layer, i) => ({ name: String(i), layer, inputs: [i === 0 ? inputName : String(i - 1)] })),
      );
    const tensorsOf = (network: Network): number => {
      const before = tf.memory().numTensors;
      const device = new DeviceNetwork(network);
      const made = tf.memory().numTensors - before;
      device.dispose();
      expect(tf.memory().numTensors).toBe(before);
      return made;
    };
    const shared = dense();
    expect(tensorsOf(chainOf([shared, shared, shared]))).toBe(tensorsOf(chainOf([shared])));
    expect(tensorsOf(chainOf([dense(), dense(), dense()]))).toBe(3 * tensorsOf(chainOf([shared])));
  });
});
