import { describe, expect, it } from 'vitest';
import { exactIntegratedGradients } from '../../src/attribution/index.ts';
import { lineTo, loadData, loadNetwork } from '../../src/catalogue/index.ts';
import { endpoints } from '../../src/line/index.ts';
import { Softmax, type Network } from '../../src/network/index.ts';
import { endingIn } from '../helpers/heads.ts';
import { realFiles } from '../helpers/realFiles.ts';
import { adjointsOver, expectEqual, pointOn, summed } from './headSupport.ts';

const eran = realFiles('cifar10_relu_convsmall.onnx', 'cifar10_test.csv');
const networks = [
  'mnist_dense',
  'mnist_convsmall',
  'mnist_convmedium',
  'mnist_convbig',
  ...(eran ? ['cifar10_relu_convsmall.onnx'] : []),
];

/** The part of a line, so long, around where the probability of a class comes nearest to a half. */
function undecided(
  network: Network,
  line: { baseline: Float64Array; input: Float64Array },
  target: number,
  length: number,
): { baseline: Float64Array; input: Float64Array } {
  const alphas = Array.from({ length: 100 }, (_, i) => (i + 0.5) / 100);
  const distance = (alpha: number): number => Math.abs(network.evaluate(pointOn(line, alpha))[target] - 0.5);
  const middle = alphas.reduce((best, alpha) => (distance(alpha) < distance(best) ? alpha : best));
  const from = Math.max(0, Math.min(1 - length, middle - length / 2));
  return { baseline: pointOn(line, from), input: pointOn(line, from + length) };
}

describe.each(networks)('a softmax behind %s', (name) => {
  const setting = async () => {
    const loaded = await loadNetwork(eran && name.startsWith('cifar10') ? eran[0] : name);
    const { images } = await loadData(loaded);
    return { loaded, images, network: endingIn(loaded.network, new Softmax()) };
  };

  it('has probabilities whose exact integrated gradients are complete to 1e-9', async () => {
    const { loaded, images, network } = await setting();
    for (const image of [0, 1, 2]) {
      const { baseline, input } = lineTo(images.pixels[image], loaded.processing);
      const found = await exactIntegratedGradients(network, { baseline, input, target: images.labels[image] });
      const logits = await exactIntegratedGradients(loaded.network, { baseline, input, target: images.labels[image] });
      expect(found.completenessGap).toBeLessThan(1e-9);
      expect(found.regions).toBe(logits.regions);
    }
  });

  it('where a class is undecided they equal adaptive quadrature of float64 gradients of each region, to 1e-9', async () => {
    const { loaded, images, network } = await setting();
    const whole = lineTo(images.pixels[0], loaded.processing);
    const target = images.labels[0];
    const line = { network, target, ...undecided(network, whole, target, name === 'mnist_convbig' ? 0.001 : 0.01) };
    const found = await exactIntegratedGradients(network, { baseline: line.baseline, input: line.input, target });
    expect(found.regions).toBeGreaterThan(1);
    const integral = summed(await adjointsOver(line, -1, endpoints(found.restriction)));
    expectEqual(
      found.attributions,
      integral.map((g, i) => g * (line.input[i] - line.baseline[i])),
    );
  });
});
