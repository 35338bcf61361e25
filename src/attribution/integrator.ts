import type { Comparison, Mixture } from '../line/index.ts';
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
  /** Something faster than attributions to compare many of them, where there is such a thing. */
  readonly single?: SingleIntegrator;
}

/** An integrator in float32. */
export interface SingleIntegrator {
  /** So many measures cost little more than one; their number is best a multiple of this. */
  readonly atOnce: number;
  /** How far its attributions are off others, to within rounding. */
  compare(comparison: Comparison): Deviations;
}

/** For each mixture and each of its shares how far its attributions are off those of a comparison. */
export type Deviations = (mixtures: readonly Mixture[]) => Promise<number[][]>;

/** The sum of attributions. */
export function total(attributions: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < attributions.length; i++) sum += attributions[i];
  return sum;
}
