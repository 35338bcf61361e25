import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { loadBackend } from '../../src/tensorflow/backends/index.ts';
import { fit } from '../../scripts/training/fit.ts';
import { registerGradients } from '../../scripts/training/gradients.ts';
import { Model } from '../../scripts/training/model.ts';
import { recipeOf, type Recipe } from '../../scripts/training/recipes.ts';
import { registerWasmFilterGradient } from '../../scripts/training/wasmFilterGradient.ts';
import { randomArray, seeded } from '../helpers/randomNetworks.ts';

const recipe: Recipe = {
  layers: [
    { type: 'conv', filters: 3, size: 4, stride: 3, padding: 1 },
    { type: 'conv', filters: 2, size: 3, stride: 2, padding: 0 },
    { type: 'dense', units: 5 },
    { type: 'dense', units: 10 },
  ],
  epochs: 2,
  radius: 0.1,
};
const random = seeded(3);
registerGradients();
const image = (): Float64Array => randomArray(random, 784).map((x) => (x + 1) / 2);
const tensor = (pixels: Float64Array): tf.Tensor4D => tf.tensor4d(Float32Array.from(pixels), [1, 28, 28, 1]);

describe('Model', () => {
  it('becomes a network of this project that computes the same', async () => {
    await loadBackend('cpu');
    const model = new Model(recipe, 1);
    const pixels = image();
    const logits = model.logits(tensor(pixels)).dataSync();
    const values = model.toNetwork().evaluate(pixels);
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(logits[i], 5);
    });
  });

  it('bounds the output of every image of a box', async () => {
    await loadBackend('cpu');
    const model = new Model(recipe, 1);
    const [lower, upper] = [image(), image()].map((pixels) => pixels.map((pixel) => pixel / 2));
    upper.forEach((pixel, i) => {
      upper[i] = lower[i] + pixel;
    });
    const [low, high] = model.bounds(tensor(lower), tensor(upper)).map((bound) => bound.dataSync());
    for (let k = 0; k < 5; k++) {
      const share = image();
      const logits = model.logits(tensor(lower.map((pixel, i) => pixel + share[i] * (upper[i] - pixel)))).dataSync();
      logits.forEach((logit, i) => {
        expect(logit).toBeGreaterThan(low[i]);
        expect(logit).toBeLessThan(high[i]);
      });
    }
  });
});

describe('fit', () => {
  it('takes the epochs in batches of 100 and lowers the loss', async () => {
    await loadBackend('wasm');
    registerWasmFilterGradient();
    // 200 images, bright above for label 0 and below for label 1.
    const labels = Int32Array.from({ length: 200 }, (_, i) => i % 2);
    const pixels = Array.from(labels, (label) => image().map((x, i) => (Math.floor(i / 392) === label ? 255 * x : 0)));
    const small: Recipe = {
      layers: [...recipe.layers.slice(0, 1), { type: 'dense', units: 10 }],
      epochs: 40,
      radius: 0,
    };
    const steps = [...fit(new Model(small, 1), small, { count: 200, pixelsPerImage: 784, labels, pixels }, 1)];
    expect(steps.map(({ epochsDone }) => epochsDone)).toEqual(
      Array.from({ length: 80 }, (_, i) => (i % 2 === 1 ? (i + 1) / 2 : undefined)),
    );
    expect(steps[79].loss).toBeLessThan(steps[0].loss / 2);
  });
});

describe('registerWasmFilterGradient', () => {
  it.each([1, 2, 3])('gives the gradient that the plain backend computes, at stride %i', async (stride) => {
    registerWasmFilterGradient();
    const gradients: Float32Array[] = [];
    const [images, kernel, weights] = [
      randomArray(random, 2 * 8 * 9 * 3),
      randomArray(random, 3 * 4 * 3 * 5),
      randomArray(random, 5),
    ];
    for (const backend of ['cpu', 'wasm']) {
      await loadBackend(backend);
      const x = tf.tensor4d(Float32Array.from(images), [2, 8, 9, 3]);
      const loss = (w: tf.Tensor): tf.Scalar =>
        tf.sum(
          tf.mul(tf.square(tf.conv2d(x, w as tf.Tensor4D, stride, 'valid')), tf.tensor1d(Float32Array.from(weights))),
        );
      gradients.push(
        (await tf
          .grad(loss)(tf.tensor4d(Float32Array.from(kernel), [3, 4, 3, 5]))
          .data()) as Float32Array,
      );
    }
    const [plain, wasm] = gradients;
    expect(wasm.length).toBe(180);
    wasm.forEach((value, i) => {
      expect(value).toBeCloseTo(plain[i], 3);
    });
  });
});

describe('recipeOf', () => {
  it('suggests the nearest name for a misspelt one', () => {
    expect(() => recipeOf('mnist_dens')).toThrow("Unknown network 'mnist_dens'. Did you mean 'mnist_dense'?");
  });
});
