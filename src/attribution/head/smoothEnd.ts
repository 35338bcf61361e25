import type { Operation } from '../../network/index.ts';
import type { ResolvedTarget } from '../target/index.ts';

/** A smooth end of a network. */
export interface SmoothEnd {
  readonly target: ResolvedTarget;
  /** Units of each node of the frontier. */
  readonly sizes: readonly number[];
  /** From the frontier on, in topological order; all lead to the target. */
  readonly steps: readonly Step[];
  /** The place of the node that the target is a function of. */
  readonly end: number;
}

/** A node behind the frontier: `inputs` are places among the nodes of the frontier and those behind it. */
export interface Step {
  readonly operation: Operation;
  readonly size: number;
  readonly inputs: readonly number[];
}

/** Numbers of nodes that stand one after the other. */
export function partsOf(z: Float64Array, sizes: readonly number[]): Float64Array[] {
  if (sizes.length === 1) return [z];
  let end = 0;
  return sizes.map((size) => z.subarray(end, (end += size)));
}
