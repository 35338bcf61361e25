import { factorial } from 'simple-statistics';
import { UserError } from '../../base/index.ts';
import { everyCoalition, sizeOfCoalition } from './coalitions.ts';
import { Game } from './game.ts';
import type { FeatureAttributions, MaskedPerturbation } from './perturbation.ts';

/** More features would take more than 65,536 evaluations. */
const mostPlayers = 16;

/**
 * Exact Shapley values (Shapley 1953): what a feature adds to the coalition of those before it, averaged over all
 * orders of the features. They sum to `value(input) - value(baseline)`. All 2^k coalitions are evaluated, of the k
 * features at which input and baseline differ.
 *
 * @throws UserError if input, baseline and mask do not fit, or if k is above 16
 */
export async function shapleyValues(perturbation: MaskedPerturbation): Promise<FeatureAttributions> {
  const game = new Game(perturbation);
  const players = game.size;
  if (players > mostPlayers) {
    throw new UserError(
      `Exact Shapley values of ${players} features take 2^${players} evaluations; expected at most ${mostPlayers} features. Use larger features, or sample.`,
    );
  }
  const values = await game.values(everyCoalition(players));
  const sizes = Array.from(everyCoalition(players), sizeOfCoalition);
  const shares = sizes.map((size) => shareOfOrders(size, players));
  return game.answer(Float64Array.from({ length: players }, (_, player) => meanAddition(values, shares, 2 ** player)));
}

/** The share of all orders in which a given coalition of this size comes first, and then a given other player. */
function shareOfOrders(size: number, players: number): number {
  return size === players ? 0 : (factorial(size) * factorial(players - size - 1)) / factorial(players);
}

/** @param bit of the player, in the numbers of the coalitions */
function meanAddition(values: Float64Array, shares: readonly number[], bit: number): number {
  return values.reduce((sum, value, c) => ((c & bit) === 0 ? sum + shares[c] * (values[c | bit] - value) : sum), 0);
}
