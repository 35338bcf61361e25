import { Evaluator } from './evaluator.ts';
import { countFeatures } from './mask.ts';
import type { FeatureAttributions, MaskedPerturbation } from './perturbation.ts';

/** For each player 1 if it takes part, 0 if not. */
export type Coalition = Uint8Array;

/**
 * The game that features play (Lundberg & Lee, NeurIPS 2017): a coalition is worth the target's value at the
 * input with the elements of all other features replaced by the baseline's. A feature without an element at which
 * the two differ changes nothing; it does not play, takes no evaluations, and is attributed 0.
 */
export class Game {
  readonly #evaluator: Evaluator;
  readonly #input: Float64Array;
  readonly #baseline: Float64Array;
  readonly #mask: Int32Array;
  readonly #features: number;
  /** The features that play. */
  readonly #players: readonly number[];

  /** @throws UserError if input, baseline and mask do not fit */
  constructor(perturbation: MaskedPerturbation) {
    this.#evaluator = new Evaluator(perturbation);
    const { input, baseline, mask } = perturbation;
    this.#input = input;
    this.#baseline = baseline;
    this.#features = countFeatures(mask, input.length);
    this.#mask = Int32Array.from(mask);
    const moved = new Set(this.#mask.filter((_, i) => input[i] !== baseline[i]));
    this.#players = [...moved].sort((a, b) => a - b);
  }

  /** The number of players. */
  get size(): number {
    return this.#players.length;
  }

  /** What coalitions are worth, in their order. The next one may reuse a coalition's array. */
  stream(coalitions: Iterable<Coalition>): AsyncGenerator<number, void> {
    return this.#evaluator.stream(this.#points(coalitions));
  }

  /** The same, all together. */
  values(coalitions: Iterable<Coalition>): Promise<Float64Array> {
    return this.#evaluator.values(this.#points(coalitions));
  }

  /** The answer, from what is found of each player. */
  answer(players: Float64Array, found: { standardError?: Float64Array; seed?: number } = {}): FeatureAttributions {
    const { standardError, ...rest } = found;
    const features = this.#byFeature(players);
    return {
      attributions: Float64Array.from(this.#mask, (feature) => features[feature]),
      features,
      ...(standardError && { standardError: this.#byFeature(standardError) }),
      evaluations: this.#evaluator.evaluations,
      ...rest,
    };
  }

  #byFeature(players: Float64Array): Float64Array {
    const features = new Float64Array(this.#features);
    this.#players.forEach((feature, player) => {
      features[feature] = players[player];
    });
    return features;
  }

  *#points(coalitions: Iterable<Coalition>): Generator<Float64Array> {
    const takesPart = new Uint8Array(this.#features);
    for (const coalition of coalitions) {
      this.#players.forEach((feature, player) => {
        takesPart[feature] = coalition[player];
      });
      yield this.#input.map((x, i) => (takesPart[this.#mask[i]] === 1 ? x : this.#baseline[i]));
    }
  }
}
