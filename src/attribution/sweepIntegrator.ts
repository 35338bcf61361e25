import {
  adjointPath,
  deviations,
  integrate,
  mostSingleMeasures,
  outputUnit,
  targetSlope,
  type AdjointPath,
  type Comparison,
  type Restriction,
} from '../line/index.ts';
import { integrateSteps, type Measure, type Steps } from '../quadrature/index.ts';
import type { Integrator, SingleIntegrator } from './integrator.ts';

/** Integrates over a restriction in float64: a sampled rule costs about what its accumulators cost. */
export class SweepIntegrator implements Integrator {
  readonly single: SingleIntegrator = {
    atOnce: mostSingleMeasures,
    compare: (comparison) => {
      const ofGradients = this.#ofGradients(comparison);
      return (mixtures) => Promise.resolve(deviations(this.#path, ofGradients, mixtures));
    },
  };
  readonly #path: AdjointPath;
  readonly #target: number;
  #slope: Steps | undefined;

  /** @param target index of the output unit */
  constructor(restriction: Restriction, target: number) {
    this.#path = adjointPath(restriction, outputUnit(restriction, target));
    this.#target = target;
  }

  attribute(measures: readonly Measure[]): Promise<Float64Array[]> {
    const { delta } = this.#path.restriction;
    const gradients = integrate(this.#path, measures);
    for (const gradient of gradients) {
      for (let i = 0; i < delta.length; i++) gradient[i] *= delta[i];
    }
    return Promise.resolve(gradients);
  }

  /** The output's slope along the line is the sum of gradient times delta, so the gradients are not needed. */
  totals(measures: readonly Measure[]): Promise<number[]> {
    const slope = (this.#slope ??= targetSlope(this.#path, this.#path.restriction.output.slope[this.#target]));
    return Promise.resolve(measures.map((measure) => integrateSteps(slope, measure)));
  }

  /** A comparison of integrated gradients as one of attributions; these are delta times those. */
  #ofGradients({ reference, weights, others }: Comparison): Comparison {
    const { delta } = this.#path.restriction;
    const divided = (numbers: Float64Array): Float64Array => numbers.map((number, i) => (delta[i] === 0 ? 0 : number / delta[i]));
    return { reference: divided(reference), weights: weights.map((weight, i) => weight * Math.abs(delta[i])), others: divided(others) };
  }
}
