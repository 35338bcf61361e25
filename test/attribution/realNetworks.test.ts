import { describe, expect, it } from 'vitest';
import { exactIntegratedGradients } from '../../src/attribution/index.ts';
import { readImagesCsv } from '../../src/datasets/index.ts';
import { restrict } from '../../src/line/index.ts';
import { readNetwork } from '../../src/network/readers/index.ts';
import { gradientsOf } from '../../src/tensorflow/index.ts';
import { left } from '../../src/quadrature/index.ts';
import { realFiles } from '../helpers/realFiles.ts';

/** Real networks in other dialects of ONNX: residual additions, padding, max pooling, a TensorFlow export. */
const dialects = ['resnet_2b', 'cifar_base_kw', 'Convnet_maxpool', 'cifar10_small'].map((name) => `${name}.onnx`);

const data = {
  784: realFiles('mnist_test.csv')?.[0],
  3072: realFiles('cifar10_test.csv')?.[0],
} as Readonly<Record<number, string | undefined>>;

describe.each(dialects)('exact integrated gradients of %s', (name) => {
  const path = realFiles(name)?.[0];

  it.skipIf(path === undefined)('are complete to 1e-9', async () => {
    const network = await readNetwork(path ?? '');
    const { pixels, labels } = await readImagesCsv(data[network.inputSize] ?? '');
    for (const image of [0, 1, 2]) {
      const input = pixels[image].map((pixel) => pixel / 255);
      const exact = await exactIntegratedGradients(network, {
        baseline: new Float64Array(input.length),
        input,
        target: labels[image],
      });
      expect(exact.completenessGap).toBeLessThan(1e-9);
      expect(exact.regions).toBeGreaterThan(100);
    }
  });
});

describe('a network with sigmoids', () => {
  const path = realFiles('ffnnSIGMOID__Point_6x200.onnx')?.[0];

  it.skipIf(path === undefined)(
    'is refused by exact methods, naming the layer, and sampled by the network engine',
    async () => {
      const network = await readNetwork(path ?? '');
      const { pixels } = await readImagesCsv(data[network.inputSize] ?? '');
      const input = pixels[0].map((pixel) => pixel / 255);
      const baseline = new Float64Array(input.length);
      const first = network.nodes.find(({ layer }) => layer.type === 'Sigmoid');
      expect(() => restrict(network, { baseline, input })).toThrow(`Layer '${first?.name ?? ''}' (Sigmoid) is smooth`);
      const gradients = await gradientsOf(network);
      const [integral] = await gradients.integrate({ baseline, delta: input }, 7, [left.measure(200)]);
      gradients.dispose();
      // The left rule of a smooth function is off by about 1/n; completeness shows that these are its gradients.
      const sum = integral.reduce((total, g, i) => total + g * input[i], 0);
      const difference = network.evaluate(input)[7] - network.evaluate(baseline)[7];
      expect(Math.abs(sum - difference)).toBeLessThan(0.02 * Math.abs(difference));
    },
  );
});
