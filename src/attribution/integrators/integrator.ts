import type { Mixture, Reference } from '../../line/index.ts';
import type { Measure } from '../../quadrature/index.ts';

/**
 * Integrated gradients of one line and one target against any measures. There are two: the sweep's, which
 * knows the regions and evaluates no network, and the network's, which evaluates gradients at the nodes.
 */
export interface Integrator {
  /**
   * For each measure `delta * integral g d(mu)`, elementwise.
   *
   * @param progress told up to which alpha all is integrated, where that takes a walk along the line
   */
  attribute(measures: readonly Measure[], progress?: (alpha: number) => void): Promise<Float64Array[]>;
  /** For each measure the sum of its attributions over the inputs. */
  totals(measures: readonly Measure[]): Promise<number[]>;
  /** A comparison in float32, where that is faster than attributions. */
  compareSingle?(reference: Reference): Comparison;
}

/** How far attributions are off a reference, whose integrals are attributions here. */
export interface Comparison {
  /** So many mixtures are best looked at together now. */
  readonly atOnce: number;
  /**
   * For each mixture and each of its shares `sum_i weights_i |a_i + share * others_i - reference_i|` with its
   * attributions `a`.
   */
  deviations(mixtures: readonly Mixture[]): Promise<number[][]>;
}

/** The sum of attributions. */
export function total(attributions: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < attributions.length; i++) sum += attributions[i];
  return sum;
}
