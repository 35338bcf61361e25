import { lebesgue } from '../../quadrature/index.ts';
import type { Integrator } from '../integrator.ts';
import { keyOf, Samplings, type Sampling } from './samplings.ts';

/** Where a search learns which samplings come near enough. */
export interface SampledErrors {
  /** The relative error of each sampling: on which side of the tolerance it is is certain, how far off may be rounded to float32. */
  errors(samplings: readonly Sampling[]): Promise<number[]>;
  /** The samplings that are needed, then those of the wished for, the first before others, that cost nothing besides. */
  withFree(needed: readonly Sampling[], wished: readonly Sampling[]): Sampling[];
}

/** The relative error that is to be undercut. */
export const tolerance = 0.05;
/** How far off the tolerance an error in float32 must be to be believed, over the error that float32 makes of the exact attributions. */
const caution = 16;
/** The exact attributions in float32. */
const rounded = 'rounded';

/**
 * Finds errors in float32, where the integrator has that, and once more in float64 those so near to the tolerance that
 * rounding might decide.
 */
export class Sampler implements SampledErrors {
  readonly #double: Samplings;
  readonly #single: Samplings | undefined;
  readonly #atOnce: number;

  /** @param exact attributions */
  constructor(integrator: Integrator, exact: Float64Array) {
    const { single } = integrator;
    this.#double = new Samplings((measures) => integrator.attribute(measures), exact);
    this.#single = single && new Samplings((measures) => single.attribute(measures), exact, new Map([[rounded, () => lebesgue]]));
    this.#atOnce = single?.atOnce ?? 1;
  }

  async errors(samplings: readonly Sampling[]): Promise<number[]> {
    if (this.#single === undefined) return this.#double.errors(samplings);
    const errors = await this.#single.errors(samplings);
    const margin = caution * this.#single.errorOf(rounded);
    // Not a number is not far off either: float32 ends where float64 goes on.
    const near = [...samplings.keys()].filter((i) => !(Math.abs(errors[i] - tolerance) > margin));
    const certain = await this.#double.errors(near.map((i) => samplings[i]));
    near.forEach((i, n) => { errors[i] = certain[n]; });
    return errors;
  }

  withFree(needed: readonly Sampling[], wished: readonly Sampling[]): Sampling[] {
    const keys = new Set((this.#single ?? this.#double).missing(needed).keys());
    const room = Math.ceil(keys.size / this.#atOnce) * this.#atOnce;
    const free = wished.filter((sampling) => {
      const key = keyOf(sampling);
      if (keys.size < room) keys.add(key);
      return keys.has(key);
    });
    return [...needed, ...free];
  }
}
