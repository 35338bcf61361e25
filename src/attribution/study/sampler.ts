import { lebesgue } from '../../quadrature/index.ts';
import type { Comparison, Integrator } from '../integrators/index.ts';
import { DoubleComparison, relativeTo, samplingErrors, type Sampling } from './samplings.ts';

/** Where a search learns which samplings come near enough. */
export interface SampledErrors {
  /**
   * The relative error of each sampling: on which side of the tolerance it is is certain, how far off may be rounded to
   * float32.
   */
  errors(samplings: readonly Sampling[]): Promise<number[]>;
  /** So many measures are best looked at together now. */
  readonly atOnce: number;
  /** Partitions with which a rule undercuts the tolerance, about. */
  readonly guess: number;
}

/** The relative error that is to be undercut. */
export const tolerance = 0.05;
/**
 * How far off the tolerance an error in float32 must be to be believed, over the error that float32 makes of the exact
 * attributions.
 */
const caution = 16;
/** Partitions with which a rule undercuts the tolerance, if nothing is known. */
const usualPartitions = 30;
/** What float32 makes of the exact attributions. */
const exactly: Sampling = {
  rule: { name: 'lebesgue', samples: () => Infinity, measure: () => lebesgue },
  partitions: 1,
};

/**
 * Finds errors in float32, where the integrator has that, and once more in float64 those so near to the tolerance that
 * rounding might decide.
 */
export class Sampler implements SampledErrors {
  readonly guess: number;
  readonly #double: Comparison;
  readonly #single: Comparison | undefined;
  /** How far off the tolerance an error in float32 must be. */
  #margin: number | undefined;

  /**
   * @param exact attributions
   * @param known a relative error that is known: errors fall as partitions rise
   */
  constructor(
    integrator: Integrator,
    exact: Float64Array,
    known?: { readonly error: number; readonly partitions: number },
  ) {
    const guess = known === undefined ? usualPartitions : (known.partitions * known.error) / tolerance;
    this.guess = guess > 0 && guess < Infinity ? guess : usualPartitions;
    const reference = relativeTo(exact);
    this.#double = new DoubleComparison(integrator, reference);
    this.#single = integrator.compareSingle?.(reference);
  }

  get atOnce(): number {
    return Math.max(1, (this.#single ?? this.#double).atOnce - this.#besides.length);
  }

  async errors(samplings: readonly Sampling[]): Promise<number[]> {
    if (this.#single === undefined) return samplingErrors(samplings, this.#double);
    const errors = await samplingErrors([...samplings, ...this.#besides], this.#single);
    const margin = (this.#margin ??= caution * errors[samplings.length]);
    // Not a number is not far off either: float32 ends where float64 goes on.
    const near = [...samplings.keys()].filter((i) => !(Math.abs(errors[i] - tolerance) > margin));
    const certain = await samplingErrors(
      near.map((i) => samplings[i]),
      this.#double,
    );
    near.forEach((i, n) => {
      errors[i] = certain[n];
    });
    return errors.slice(0, samplings.length);
  }

  /** What is looked at besides the first samplings. */
  get #besides(): Sampling[] {
    return this.#single === undefined || this.#margin !== undefined ? [] : [exactly];
  }
}
