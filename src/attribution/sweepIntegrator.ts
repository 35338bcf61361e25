import {
  adjointPath,
  integrate,
  integrateSingle,
  mostSingleMeasures,
  outputUnit,
  targetSlope,
  type AdjointPath,
  type Restriction,
} from '../line/index.ts';
import { MassesBefore, totalMass, type Measure, type Steps } from '../quadrature/index.ts';
import type { Integrator, SingleIntegrator } from './integrator.ts';

/** Integrates over a restriction in float64: a sampled rule costs about what its accumulators cost. */
export class SweepIntegrator implements Integrator {
  readonly single: SingleIntegrator = {
    atOnce: mostSingleMeasures,
    attribute: (measures) => Promise.resolve(this.#timesDelta(integrateSingle(this.#path, measures))),
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
    return Promise.resolve(this.#timesDelta(integrate(this.#path, measures)));
  }

  /** The output's slope along the line is the sum of gradient times delta, so the gradients are not needed. */
  totals(measures: readonly Measure[]): Promise<number[]> {
    const slope = (this.#slope ??= targetSlope(this.#path, this.#path.restriction.output.slope[this.#target]));
    return Promise.resolve(measures.map((measure) => integrateSlope(slope, measure)));
  }

  #timesDelta(gradients: Float64Array[]): Float64Array[] {
    const { delta } = this.#path.restriction;
    for (const gradient of gradients) {
      for (let i = 0; i < delta.length; i++) gradient[i] *= delta[i];
    }
    return gradients;
  }
}

function integrateSlope({ alphas, values }: Steps, measure: Measure): number {
  const masses = new Float64Array(alphas.length + 1);
  new MassesBefore(measure).write(masses, 0, 1, alphas, 0, alphas.length);
  masses[alphas.length] = totalMass(measure);
  let sum = 0;
  for (let piece = 0; piece < values.length; piece++) sum += values[piece] * (masses[piece + 1] - masses[piece]);
  return sum;
}
