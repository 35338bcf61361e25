import { Game, type Coalition } from './game.ts';
import type { FeatureAttributions, MaskedPerturbation } from './perturbation.ts';

/**
 * Feature ablation: how far the target falls when the elements of one feature are replaced by the baseline's,
 * `value(input) - value(input without the feature)`. One evaluation, and one for each feature.
 *
 * @throws UserError if input, baseline and mask do not fit
 */
export async function featureAblation(perturbation: MaskedPerturbation): Promise<FeatureAttributions> {
  const game = new Game(perturbation);
  const [all, ...without] = await game.values(allAndWithoutEach(game.size));
  return game.answer(Float64Array.from(without, (value) => all - value));
}

function* allAndWithoutEach(players: number): Generator<Coalition> {
  const coalition = new Uint8Array(players).fill(1);
  yield coalition;
  for (let player = 0; player < players; player++) {
    coalition[player] = 0;
    yield coalition;
    coalition[player] = 1;
  }
}
