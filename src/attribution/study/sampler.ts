import { lebesgue } from '../../quadrature/index.ts';
import type { Deviations, Integrator } from '../integrator.ts';
import { comparisonOf, inFloat64, samplingErrors, type Sampling } from './samplings.ts';

/** Where a search learns which samplings come near enough. */
export interface SampledErrors {
  /** The relative error of each sampling: on which side of the tolerance it is is certain, how far off may be rounded to float32. */
  errors(samplings: readonly Sampling[]): Promise<number[]>;
  /** So many measures are best looked at together now. */
  readonly atOnce: number;
}

/** The relative error that is to be undercut. */
export const tolerance = 0.05;
/** How far off the tolerance an error in float32 must be to be believed, over the error that float32 makes of the exact attributions. */
const caution = 16;
/** Measures that are looked at together where each costs its own gradients: the fewer, the more is known when the next are chosen. */
const few = 4;
/** What float32 makes of the exact attributions. */
const exactly: Sampling = { rule: { name: 'lebesgue', samples: () => Infinity, measure: () => lebesgue }, partitions: 1 };

/**
 * Finds errors in float32, where the integrator has that, and once more in float64 those so near to the tolerance that
 * rounding might decide.
 */
export class Sampler implements SampledErrors {
  readonly #integrator: Integrator;
  readonly #exact: Float64Array;
  /** In float64, and in float32 where there is that. */
  #compared: { readonly double: Deviations; readonly single: Deviations | undefined } | undefined;
  /** How far off the tolerance an error in float32 must be. */
  #margin: number | undefined;

  /** @param exact attributions */
  constructor(integrator: Integrator, exact: Float64Array) {
    this.#integrator = integrator;
    this.#exact = exact;
  }

  async errors(samplings: readonly Sampling[]): Promise<number[]> {
    const { double, single } = (this.#compared ??= await this.#compare());
    if (single === undefined) return samplingErrors(samplings, double);
    const errors = await samplingErrors([...samplings, ...this.#besides], single);
    const margin = (this.#margin ??= caution * errors[samplings.length]);
    // Not a number is not far off either: float32 ends where float64 goes on.
    const near = [...samplings.keys()].filter((i) => !(Math.abs(errors[i] - tolerance) > margin));
    const certain = await samplingErrors(near.map((i) => samplings[i]), double);
    near.forEach((i, n) => { errors[i] = certain[n]; });
    return errors.slice(0, samplings.length);
  }

  get atOnce(): number {
    const { single } = this.#integrator;
    return single === undefined ? few : single.atOnce - this.#besides.length;
  }

  async #compare(): Promise<{ double: Deviations; single: Deviations | undefined }> {
    const comparison = await comparisonOf(this.#integrator, this.#exact);
    return { double: inFloat64(this.#integrator, comparison), single: this.#integrator.single?.compare(comparison) };
  }

  /** What is looked at besides the first samplings. */
  get #besides(): Sampling[] {
    return this.#integrator.single === undefined || this.#margin !== undefined ? [] : [exactly];
  }
}
