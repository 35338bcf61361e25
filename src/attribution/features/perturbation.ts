import type { FeatureMask } from './mask.ts';

/** For points one after the other, each of the input's size, the value of the target at each. */
export type Values = (points: Float64Array) => Promise<Float64Array>;

/** What is explained: why the target's value at the input differs from its value at the baseline. */
export interface Perturbation {
  readonly values: Values;
  readonly input: Float64Array;
  readonly baseline: Float64Array;
  /** The most points that `values` is given at a time; 64 unless said. It changes no result. */
  readonly batchSize?: number;
}

/** The same, by features that are groups of the input's elements. */
export interface MaskedPerturbation extends Perturbation {
  readonly mask: FeatureMask;
}

/** What every method of this folder answers. */
export interface FeatureAttributions {
  /** One for each input element, in the input's order: that of its feature. Sums are taken over `features`. */
  readonly attributions: Float64Array;
  /** One for each feature (of occlusion: for each window). */
  readonly features: Float64Array;
  /** One for each feature; only of sampled Shapley values. */
  readonly standardError?: Float64Array;
  /** Points at which the target was evaluated. */
  readonly evaluations: number;
  /** Of the random numbers, where any were drawn. */
  readonly seed?: number;
}
