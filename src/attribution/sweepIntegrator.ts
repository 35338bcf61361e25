import { adjointPath, integrate, mostMeasures, outputUnit, targetSlope, type AdjointPath, type Restriction } from '../line/index.ts';
import { MassesBefore, totalMass, type Measure, type Steps } from '../quadrature/index.ts';
import type { Integrator } from './integrator.ts';

/** Integrates over a restriction in float64: a sampled rule costs about what its accumulators cost. */
export class SweepIntegrator implements Integrator {
  readonly atOnce = mostMeasures;
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
    return Promise.resolve(measures.map((measure) => integrateSlope(slope, measure)));
  }
}

function integrateSlope({ alphas, values }: Steps, measure: Measure): number {
  const masses = new Float64Array(alphas.length + 1);
  new MassesBefore(measure).write(masses, 0, 1, alphas, 0, alphas.length);
  masses[alphas.length] = totalMass(measure);
  return values.reduce((sum, slope, piece) => sum + slope * (masses[piece + 1] - masses[piece]), 0);
}
