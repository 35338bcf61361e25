import type { Network } from '../../network/index.ts';
import { inputLayer, type Layer, type ResolvedTarget } from '../target/index.ts';

/**
 * What a path method integrates along a line, one number for each unit of some layers, with `F` the target. It is
 * answered over the linear regions of the line, exactly, or at points of it, by a quadrature rule.
 */
export type Integrand = MeanGradient | Conductance | GradientThrough;

/** `integral dF/du d(alpha)` for each unit u of some layers, one layer after the other. */
export interface MeanGradient {
  readonly kind: 'mean gradient';
  readonly target: ResolvedTarget;
  /** The layers, or the network's input in the place of one. */
  readonly by: readonly Layer[];
  /**
   * What goes straight from one end of the line to the other: the input, or all units of those layers together. What
   * reaches the target on ways around these stays as it is at the input.
   */
  readonly straight: 'input' | 'layers';
  /** Is it multiplied by what the unit changes along the line? */
  readonly timesChange: boolean;
}

/** Integrated gradients: of the input, times what it changes unless said otherwise. */
export function integratedGradient(network: Network, target: ResolvedTarget, timesChange = true): MeanGradient {
  return { kind: 'mean gradient', target, by: [inputLayer(network)], straight: 'input', timesChange };
}

/** `integral dF/du du` for each unit u of a layer, while the input goes straight. */
export interface Conductance {
  readonly kind: 'conductance';
  readonly target: ResolvedTarget;
  readonly layer: Layer;
}

/**
 * `integral dF/dh_j dh_j/dx d(alpha)` for each input x, while the input goes straight: the gradient as far as it flows
 * through a unit j of a layer, or through what is made of the layer's units.
 */
export interface GradientThrough {
  readonly kind: 'gradient through';
  readonly target: ResolvedTarget;
  readonly layer: Layer;
  readonly neuron: ResolvedTarget;
  /** Is it multiplied by what the input changes along the line? */
  readonly timesChange: boolean;
}
