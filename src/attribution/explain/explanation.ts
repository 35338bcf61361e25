import type { Shape } from '../../network/index.ts';
import type { UsedBaseline } from '../baselines/index.ts';
import type { Output } from '../head/index.ts';
import type { AlongLine } from './alongLine.ts';
import type { Completeness, Verdict } from './verdict.ts';

/** What `explain` answers: one record for each input, baseline (one for all if they are averaged), layer and target. */
export interface Explanation {
  /** One for each unit of `layer`, in row, column, channel order. */
  readonly attributions: Float64Array;
  readonly shape: Shape;
  /** Whose units are attributed: a layer, or `input`. */
  readonly layer: string;
  /** What was computed. */
  readonly method: string;
  /** Index in the batch of inputs. */
  readonly input: number;
  readonly target: ExplainedUnit;
  /**
   * Of a network that ends in a softmax or sigmoid: whether what it gives is explained, or what goes into that layer.
   */
  readonly output?: Output;
  /** Of neuron methods. */
  readonly neuron?: ExplainedUnit;
  /** Where the lines began: none of methods without a line, several if they were averaged. */
  readonly baselines: readonly UsedBaseline[];
  /** `exact`, a quadrature rule or `random`; absent where there is no choice. */
  readonly rule?: string;
  /**
   * Why a method that has an exact form did not give it, of itself or when asked to: what of the network or the request
   * has none.
   */
  readonly whySampled?: string;
  /** Partitions of the rule, or samples. */
  readonly n?: number;
  /** Of the random numbers that were drawn. */
  readonly seed?: number;
  /** Linear regions of the network on the line; exact methods only. */
  readonly regions?: number;
  /** One for each attribution; random methods only, where it can be told. */
  readonly standardError?: Float64Array;
  /** Of perturbation methods: one attribution for each feature. */
  readonly features?: Float64Array;
  /**
   * What the attributions should sum to, and how near they come, of layers that moved together those of all; absent if
   * the method promises no sum.
   */
  readonly completeness?: Completeness;
  readonly verdict: Verdict;
  /**
   * What exact methods know of the line besides (of layer integrated gradients that of the layer); absent if baselines
   * were averaged.
   */
  readonly line?: AlongLine;
  /** Points at which the method evaluated the network, without those of gradients. */
  readonly evaluations: number;
  /** Points at which a gradient was computed. */
  readonly gradients: number;
  /**
   * Of this answer; what it shares with others for the same line counts for the first of them. Layers that moved
   * together are one answer.
   */
  readonly seconds: number;
}

/** A unit of a layer; without an index it is a combination or a function of the layer's units. */
export interface ExplainedUnit {
  readonly layer: string;
  readonly unit?: number;
}
