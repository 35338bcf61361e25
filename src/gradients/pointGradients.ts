import type { Network } from '../network/index.ts';

/** Points at which a network is looked at. */
export interface Points {
  /** One after the other. */
  readonly values: Float64Array;
  /**
   * Absent: the points are inputs. Else each is the outputs of these nodes, one after the other, and whatever does not
   * pass them is as it is at this input.
   */
  readonly at?: { readonly nodes: readonly number[]; readonly input: Float64Array };
}

/** The nodes whose outputs points are; -1 is the network's input. */
export function nodesAt(at: Points['at']): readonly number[] {
  return at?.nodes ?? [-1];
}

/** How many points there are. */
export function countOf(network: Network, { values, at }: Points): number {
  return values.length / nodesAt(at).reduce((sum, node) => sum + network.unitsOf(node), 0);
}

/** Which gradient: that of a weighted sum of one node's units by another node's output. */
export interface Derivative {
  /** Index of the node that is differentiated. */
  readonly of: number;
  /** The weights of its units: the same for all points, or those of each point one after the other. */
  readonly seeds: Float64Array;
  /** Index of the node by which it is; -1 is the network's input. */
  readonly by: number;
}

/** At each point, one after the other: the output of the node `by`, and the gradient by it. */
export interface PointValues {
  readonly values: Float64Array;
  readonly gradients: Float64Array;
}

/**
 * Values and gradients of a network at points. There are two: `Float64Gradients` in plain TypeScript, and
 * `NetworkGradients` in float32 on the backends of TensorFlow.js.
 */
export interface PointGradients {
  /** Outputs of a node at points, one after the other. */
  valuesAt(points: Points, node: number): Promise<Float64Array>;
  /** Gradients at points; 0 where the one node does not depend on the other. */
  gradientsAt(points: Points, derivative: Derivative): Promise<PointValues>;
  /** Frees what it holds on a device. */
  dispose(): void;
}
