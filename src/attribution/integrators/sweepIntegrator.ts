import {
  adjointPath,
  integrate,
  outputUnit,
  SingleErrors,
  targetSlope,
  type AdjointPath,
  type Reference,
  type Restriction,
} from '../../line/index.ts';
import { integrateSteps, type Measure, type Steps } from '../../quadrature/index.ts';
import type { Comparison, Integrator } from './integrator.ts';

/** Integrates over a restriction in float64: a sampled rule costs about what its accumulators cost. */
export class SweepIntegrator implements Integrator {
  readonly #restriction: Restriction;
  readonly #target: number;
  #known: AdjointPath | undefined;
  #slope: Steps | undefined;

  /** @param target index of the output unit */
  constructor(restriction: Restriction, target: number) {
    this.#restriction = restriction;
    this.#target = target;
  }

  /** Along which the first walk keeps what it finds, for the measures to come. */
  get #path(): AdjointPath {
    return (this.#known ??= adjointPath(this.#restriction, outputUnit(this.#restriction, this.#target), true));
  }

  attribute(measures: readonly Measure[], progress?: (alpha: number) => void): Promise<Float64Array[]> {
    const { delta } = this.#restriction;
    const gradients = integrate(this.#path, measures, undefined, progress);
    for (const gradient of gradients) {
      for (let i = 0; i < delta.length; i++) gradient[i] *= delta[i];
    }
    return Promise.resolve(gradients);
  }

  /** The output's slope along the line is the sum of gradient times delta, so the gradients are not needed. */
  totals(measures: readonly Measure[]): Promise<number[]> {
    const slope = (this.#slope ??= targetSlope(this.#path, this.#restriction.output.slope[this.#target]));
    return Promise.resolve(measures.map((measure) => integrateSteps(slope, measure)));
  }

  compareSingle(reference: Reference): Comparison {
    const compared = new SingleErrors(this.#path, this.#ofGradients(reference));
    return {
      get atOnce() {
        return compared.atOnce;
      },
      deviations: (mixtures) => Promise.resolve(compared.of(mixtures)),
    };
  }

  /** A reference for attributions as one for gradients: those are delta times these. */
  #ofGradients({ integrals, weights, others }: Reference): Reference {
    const { delta } = this.#restriction;
    return {
      integrals: integrals.map((attribution, i) => (delta[i] === 0 ? 0 : attribution / delta[i])),
      weights: weights.map((weight, i) => weight * Math.abs(delta[i])),
      others,
    };
  }
}
