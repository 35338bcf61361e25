import { checkFunction, checkOptions } from '../../base/index.ts';
import { shuffle } from 'simple-statistics';
import { checkDrawn } from './drawn.ts';
import { Game, type Coalition } from './game.ts';
import { Moments, randomOf } from '../numbers/index.ts';
import type { FeatureAttributions, MaskedPerturbation } from './perturbation.ts';

export interface ShapleyValueSamplingOptions {
  /** Random orders of the features, at least 2; 25 unless said. */
  readonly permutations?: number;
  /** 0 unless said. */
  readonly seed?: number;
  /** Told after each permutation how many are done. */
  readonly progress?: (done: number, permutations: number) => void;
}

/**
 * Shapley values by sampling (Castro, Gomez & Tejada 2009; Strumbelj & Kononenko 2010): what a feature adds to those
 * before it, averaged over random orders of the features. In each order, and so on average, that sums to
 * `value(input) - value(baseline)`. Two evaluations, and k - 1 for each permutation, of the k features at which input
 * and baseline differ.
 *
 * @returns with the standard error of each feature's mean
 * @throws UserError if input, baseline and mask do not fit, or if an option is out of its range
 */
export async function shapleyValueSampling(
  perturbation: MaskedPerturbation,
  options: ShapleyValueSamplingOptions = {},
): Promise<FeatureAttributions> {
  checkOptions(options);
  const { permutations = 25, seed = 0, progress } = options;
  checkDrawn('permutations', permutations, 2);
  if (progress !== undefined) checkFunction('progress', progress);
  const random = randomOf(seed);
  const game = new Game(perturbation);
  const everyone = Array.from({ length: game.size }, (_, player) => player);
  const orders = Array.from({ length: permutations }, () => shuffle(everyone, random));
  const [none, all] = await game.values([new Uint8Array(game.size), new Uint8Array(game.size).fill(1)]);
  const values = game.stream(growing(orders));
  const moments = new Moments(game.size);
  for (const [done, order] of orders.entries()) {
    moments.add(await additions(order, none, all, values));
    progress?.(done + 1, permutations);
  }
  return game.answer(moments.mean, { standardError: moments.standardError(), seed });
}

/** For each order the coalitions that grow in it, without those of no player and of all. */
function* growing(orders: readonly (readonly number[])[]): Generator<Coalition> {
  for (const order of orders) {
    const coalition = new Uint8Array(order.length);
    for (const player of order.slice(0, -1)) {
      coalition[player] = 1;
      yield coalition;
    }
  }
}

/** What each player adds when the players come in this order. */
async function additions(
  order: readonly number[],
  none: number,
  all: number,
  values: AsyncGenerator<number, void>,
): Promise<Float64Array> {
  const added = new Float64Array(order.length);
  let before = none;
  for (const [place, player] of order.entries()) {
    const after = place === order.length - 1 ? all : await next(values);
    added[player] = after - before;
    before = after;
  }
  return added;
}

async function next(values: AsyncGenerator<number, void>): Promise<number> {
  const { value, done } = await values.next();
  if (done === true) throw new Error('fewer values than coalitions');
  return value;
}
