import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readImagesCsv } from '../../src/datasets/index.ts';
import { sizeOf } from '../../src/network/index.ts';
import { readNetwork } from '../../src/network/readers/index.ts';
import { projectRoot } from '../../src/project/index.ts';

/** Name, and units behind a ReLU as in the README and the published experiment. */
const bundled = [
  ['mnist_dense', 200],
  ['mnist_convsmall', 3604],
  ['mnist_convmedium', 5704],
  ['mnist_convbig', 48064],
] as const;

describe.each(bundled)('%s', (name, units) => {
  const path = join(projectRoot, 'networks', `${name}.onnx`);

  it('takes an image of MNIST and has the units that its README says', async () => {
    const network = await readNetwork(path);
    const activations = network.nodes
      .filter(({ layer }) => layer.type === 'ReLU')
      .map(({ operation }) => operation.shape);
    expect([network.inputShape, network.outputShape]).toEqual([[28, 28, 1], [10]]);
    expect(activations.reduce((sum, shape) => sum + sizeOf(shape), 0)).toBe(units);
  });

  it('is the file whose SHA-256 its README prints', async () => {
    const hash = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    expect(await readFile(join(projectRoot, 'networks', 'README.md'), 'utf8')).toContain(`\`${hash}\``);
  });

  it('recognises at least 97 of the 100 bundled digits', async () => {
    const network = await readNetwork(path);
    const { labels, pixels } = await readImagesCsv(join(projectRoot, 'data', 'mnist_test.csv'));
    const right = pixels.filter((image, i) => {
      const logits = network.evaluate(image.map((pixel) => pixel / 255));
      return logits.indexOf(Math.max(...logits)) === labels[i];
    });
    expect(right.length).toBeGreaterThanOrEqual(97);
  });
});
