import {
  adjointPath,
  lineGraph,
  outputUnit,
  restrict,
  type AdjointPath,
  type Restriction,
} from '../../src/line/index.ts';
import type { Network } from '../../src/network/index.ts';

/** The adjoint path of an output unit. */
export function pathTo(restriction: Restriction, unit: number): AdjointPath {
  return adjointPath(restriction, outputUnit(restriction, unit));
}

/** A restriction that remembers the path of the output. */
export function withOutput(network: Network, baseline: Float64Array, input: Float64Array): Restriction {
  return restrict(network, { baseline, input }, { remember: [lineGraph(network).output] });
}
