import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { loadBackend } from '../../src/tensorflow/backends/index.ts';
import { gradientByConvolution, gradientByTransposition } from '../../src/tensorflow/inputGradient.ts';
import { noPadding, slideOver, type Window } from '../../src/network/index.ts';
import { randomArray, seeded } from '../helpers/randomNetworks.ts';
import { relativeDistance } from '../gradients/support.ts';

const random = seeded(5);
const image = [7, 6, 2] as const;
const filters = 3;
const items = 2;

const windows: readonly (Window & { title: string })[] = [
  { title: 'stride 1, no padding', size: [3, 2], strides: [1, 1], padding: noPadding },
  {
    title: 'stride 1, padded to the same size',
    size: [3, 3],
    strides: [1, 1],
    padding: { top: 1, left: 1, bottom: 1, right: 1 },
  },
  {
    title: 'stride 2 that divides the window',
    size: [4, 4],
    strides: [2, 2],
    padding: { top: 1, left: 1, bottom: 1, right: 1 },
  },
  {
    title: 'strides that do not divide the window',
    size: [5, 3],
    strides: [3, 2],
    padding: { top: 2, left: 0, bottom: 1, right: 2 },
  },
  { title: 'strides wider than the window, cells left over', size: [1, 2], strides: [4, 3], padding: noPadding },
  {
    title: 'padding wider than the window',
    size: [2, 1],
    strides: [1, 2],
    padding: { top: 3, left: 2, bottom: 2, right: 3 },
  },
];

/** Oracle, by the definition: `y[o] = sum_k W[k] x[s o + k - p]`, hence dx of that cell takes `W[k] dy[o]`. */
function byDefinition(
  weights: Float64Array,
  dy: Float64Array,
  { size, strides, padding }: Window,
  output: readonly number[],
): Float64Array {
  const [height, width, channels] = image;
  const dx = new Float64Array(items * height * width * channels);
  dy.forEach((adjoint, index) => {
    const filter = index % filters;
    const column = Math.floor(index / filters) % output[1];
    const row = Math.floor(index / (filters * output[1])) % output[0];
    const item = Math.floor(index / (filters * output[1] * output[0]));
    for (let k = 0; k < size[0] * size[1] * channels; k++) {
      const channel = k % channels;
      const x = strides[1] * column + (Math.floor(k / channels) % size[1]) - padding.left;
      const y = strides[0] * row + Math.floor(k / (channels * size[1])) - padding.top;
      if (x < 0 || x >= width || y < 0 || y >= height) continue;
      dx[((item * height + y) * width + x) * channels + channel] += weights[k * filters + filter] * adjoint;
    }
  });
  return dx;
}

describe.each(['wasm', 'cpu'])('on backend %s', (backend) => {
  describe.each(windows)('with $title', (window) => {
    it.each([gradientByConvolution, gradientByTransposition])('%o is that of the definition', async (gradientBy) => {
      await loadBackend(backend);
      const output = slideOver(window, image);
      const weights = randomArray(random, window.size[0] * window.size[1] * image[2] * filters);
      const dy = randomArray(random, items * output[0] * output[1] * filters);
      const computed = tf.tidy(() => {
        const kernel = tf.tensor4d(new Float32Array(weights), [...window.size, image[2], filters]);
        const gradient = gradientBy(kernel, window, image, (kept) => kept);
        return gradient(tf.tensor4d(new Float32Array(dy), [items, ...output, filters]));
      });
      expect(computed.shape).toEqual([items, ...image]);
      // Sums of at most 5 x 3 x 3 products in float32.
      expect(
        relativeDistance(Float64Array.from(await computed.data()), byDefinition(weights, dy, window, output)),
      ).toBeLessThan(1e-6);
      computed.dispose();
    });
  });
});
