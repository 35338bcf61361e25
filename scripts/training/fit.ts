import * as tf from '@tensorflow/tfjs-core';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Images } from '../../src/datasets/index.ts';
import { selectImages, type Batch } from './batch.ts';
import { lossOf } from './loss.ts';
import type { Model } from './model.ts';
import type { Recipe } from './recipes.ts';

/** Images of one step. */
const batchSize = 100;

/** A step that has been taken. */
export interface Step {
  readonly number: number;
  readonly steps: number;
  readonly loss: number;
  /** Present if it was the last one of an epoch: how many epochs are done. */
  readonly epochsDone?: number;
}

/**
 * Trains a model with Adam on the recipe's epochs of shuffled batches, a step at each `next()`.
 *
 * @param seed of the shuffle
 */
export function* fit(model: Model, { epochs, radius }: Recipe, images: Images, seed: number): Generator<Step> {
  const random = xoroshiro128plus(seed);
  const order = Uint32Array.from({ length: images.count }, (_, image) => image);
  const optimizer = tf.train.adam();
  const stepsPerEpoch = Math.floor(images.count / batchSize);
  const steps = epochs * stepsPerEpoch;
  for (let number = 0; number < steps; number++) {
    const place = number % stepsPerEpoch;
    if (place === 0) shuffle(order, (bound) => uniformInt(random, 0, bound));
    const progress = number / steps;
    Object.assign(optimizer, { learningRate: learningRateAt(progress) }); // its type hides the rate, which may change
    const batch = selectImages(images, order.subarray(place * batchSize, (place + 1) * batchSize));
    const loss = takeStep(optimizer, model, batch, radius, progress);
    yield { number, steps, loss, ...(place === stepsPerEpoch - 1 ? { epochsDone: (number + 1) / stepsPerEpoch } : {}) };
  }
}

/** 1e-3, lower by 0.3 after 60 % and by 0.1 after 85 % of the steps. */
function learningRateAt(progress: number): number {
  if (progress < 0.6) return 1e-3;
  return progress < 0.85 ? 3e-4 : 1e-4;
}

function takeStep(optimizer: tf.Optimizer, model: Model, batch: Batch, radius: number, progress: number): number {
  return tf.tidy(() => {
    const loss = optimizer.minimize(() => lossOf(model, batch, radius, progress), true, model.variables);
    return loss === null ? NaN : loss.dataSync()[0];
  });
}

/** Fisher-Yates. @param below a whole number from 0 to the bound, both included */
function shuffle(order: Uint32Array, below: (bound: number) => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = below(i);
    [order[i], order[j]] = [order[j], order[i]];
  }
}
