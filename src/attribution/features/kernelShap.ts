import { Matrix } from 'ml-matrix';
import { factorial } from 'simple-statistics';
import { checkOptions, UserError } from '../../base/index.ts';
import { drawnPairs, everyCoalition, sizeOfCoalition } from './coalitions.ts';
import { checkDrawn } from './drawn.ts';
import { Game, type Coalition } from './game.ts';
import { constrainedLeastSquares, type ConstrainedFit } from './leastSquares.ts';
import type { FeatureAttributions, MaskedPerturbation } from './perturbation.ts';
import { randomOf } from '../numbers/index.ts';

/** One less the leverage of a pair is rounding below this: without the pair the fit is undetermined. */
const smallestSpare = 1e-9;

export interface KernelShapOptions {
  /**
   * Coalitions to evaluate, beside none and all, rounded up to pairs; 2048 and twice the number of features unless
   * said.
   */
  readonly samples?: number;
  /** 0 unless said. */
  readonly seed?: number;
}

/**
 * KernelSHAP (Lundberg & Lee, NeurIPS 2017): Shapley values as the coefficients of a linear function of the coalition,
 * fitted to what coalitions are worth by least squares weighted with the Shapley kernel. The fit passes exactly through
 * none and all, so that the features sum to `value(input) - value(baseline)`.
 *
 * If `samples` covers all coalitions of the k features at which input and baseline differ (2^k - 2), each is taken
 * once and the values are exact. Otherwise they are drawn by the kernel, each with its complement (Covert & Lee,
 * AISTATS 2021), and the standard errors are the jackknife's over the pairs.
 *
 * @throws UserError if input, baseline and mask do not fit, or if there are too few samples for the features
 */
export async function kernelShap(
  perturbation: MaskedPerturbation,
  options: KernelShapOptions = {},
): Promise<FeatureAttributions> {
  checkOptions(options);
  const { samples, seed = 0 } = options;
  const random = randomOf(seed);
  const game = new Game(perturbation);
  const players = game.size;
  const wanted = samples ?? 2 * players + 2048;
  checkDrawn('samples', wanted);
  const complete = wanted >= 2 ** players - 2;
  if (!complete && wanted < 2 * players) {
    throw new UserError(
      `${wanted} samples are too few for KernelSHAP of ${players} features; expected at least ${2 * players}.`,
    );
  }
  const proper = complete
    ? [...everyCoalition(players)].slice(1, -1)
    : [...drawnPairs(players, Math.ceil(wanted / 2), random)];
  const rows = [new Uint8Array(players).fill(1), ...proper];
  const values = await game.values([new Uint8Array(players), ...rows]);
  const targets = values.subarray(1).map((value) => value - values[0]);
  const weights = Float64Array.from(rows, (row, i) =>
    complete && i > 0 ? shapleyKernel(sizeOfCoalition(row), players) : 1,
  );
  const fit = constrainedLeastSquares({ rows, targets, weights }, targets[0]);
  return game.answer(fit.coefficients, complete ? {} : { standardError: standardErrors(fit, proper), seed });
}

/** `(n - 1) / ((n choose s) s (n - s))` for coalitions of s among n players. */
function shapleyKernel(size: number, players: number): number {
  return ((players - 1) * factorial(size - 1) * factorial(players - size - 1)) / factorial(players);
}

/**
 * Standard errors by the jackknife over the pairs, which are independent of each other: what the coefficients change
 * when one pair is left out, which follows from its residuals and its leverage (HC3 of MacKinnon & White 1985).
 * Infinite if the fit hangs on one pair.
 */
function standardErrors({ residuals, response }: ConstrainedFit, pairs: readonly Coalition[]): Float64Array {
  const firsts = new Matrix(pairs.filter((_, i) => i % 2 === 0));
  const changes = firsts.mmul(response); // by a complement: the opposite, since the response to all players is 0
  const spare = Matrix.mul(firsts, changes)
    .sum('row')
    .map((half) => 1 - 2 * half);
  if (spare.some((share) => share < smallestSpare)) return new Float64Array(response.rows).fill(Infinity);
  const odd = spare.map((share, pair) => (residuals[2 * pair + 1] - residuals[2 * pair + 2]) / share);
  return Float64Array.from(changes.mulColumnVector(odd).pow(2).sum('column'), Math.sqrt);
}
