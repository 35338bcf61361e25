import { checkOptions, isPositive, shown, UserError } from '../../base/index.ts';
import { sizeOfCoalition } from './coalitions.ts';
import { checkDrawn } from './drawn.ts';
import { Game, type Coalition } from './game.ts';
import { ridgeRegression } from './leastSquares.ts';
import type { FeatureAttributions, MaskedPerturbation } from './perturbation.ts';
import { type Random, randomOf } from '../numbers/index.ts';

export interface LimeOptions {
  /** Coalitions to evaluate, the first of them that of all features; 1000 unless said. */
  readonly samples?: number;
  /** Above 0; 0.25 unless said. */
  readonly kernelWidth?: number;
  /** Penalty on the squared coefficients; 1 unless said. */
  readonly ridge?: number;
  /** 0 unless said. */
  readonly seed?: number;
}

/**
 * LIME (Ribeiro, Singh & Guestrin, KDD 2016): the coefficients of a linear function of the features kept, fitted to
 * the target's values by weighted ridge regression, as the authors' code does for images. A sample keeps each
 * feature with probability 1/2 and weighs `exp(-d^2 / (2 width^2))`, where d is the cosine distance of its zeros and
 * ones to all ones: `1 - sqrt(share of features kept)`. Features at which input and baseline agree are left out.
 *
 * @throws UserError if input, baseline and mask do not fit, if an option is out of its range, or if there are too few
 *   samples for a regression without ridge
 */
export async function lime(perturbation: MaskedPerturbation, options: LimeOptions = {}): Promise<FeatureAttributions> {
  checkOptions(options);
  const { samples = 1000, kernelWidth = 0.25, ridge = 1, seed = 0 } = options;
  checkDrawn('samples', samples);
  if (!isPositive(kernelWidth))
    throw new UserError(`The kernel's width is ${shown(kernelWidth)}; expected a number above 0.`);
  if (ridge !== 0 && !isPositive(ridge)) throw new UserError(`The ridge is ${shown(ridge)}; expected a number from 0.`);
  const random = randomOf(seed);
  const game = new Game(perturbation);
  const rows = drawn(game.size, samples, random);
  const targets = await game.values(rows);
  const weights = Float64Array.from(rows, (row) => Math.exp(-((cosineDistance(row) / kernelWidth) ** 2) / 2));
  return game.answer(ridgeRegression({ rows, targets, weights }, ridge), { seed });
}

function drawn(players: number, samples: number, random: Random): Coalition[] {
  return Array.from({ length: samples }, (_, sample) =>
    Uint8Array.from({ length: players }, () => (sample === 0 || random() < 0.5 ? 1 : 0)),
  );
}

/** To the coalition of all. */
function cosineDistance(coalition: Coalition): number {
  return 1 - Math.sqrt(sizeOfCoalition(coalition) / coalition.length);
}
