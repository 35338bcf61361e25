import type { Measure } from '../quadrature/index.ts';

/**
 * Integrated gradients of one line and one target against any measures. There are two: the sweep's, which
 * knows the regions and evaluates no network, and the network's, which evaluates gradients at the nodes.
 */
export interface Integrator {
  /** For each measure `delta * integral g d(mu)`, elementwise. */
  attribute(measures: readonly Measure[]): Promise<Float64Array[]>;
  /** For each measure the sum of its attributions over the inputs. */
  totals(measures: readonly Measure[]): Promise<number[]>;
  /** Something faster for many measures, where there is such a thing. */
  readonly single?: SingleIntegrator;
}

/** The same in float32. */
export interface SingleIntegrator {
  /** So many measures cost little more than one; their number is best a multiple of this. */
  readonly atOnce: number;
  /** As an integrator's, to within rounding. */
  attribute(measures: readonly Measure[]): Promise<Float64Array[]>;
}

/** The sum of attributions. */
export function total(attributions: Float64Array): number {
  return attributions.reduce((sum, attribution) => sum + attribution, 0);
}
