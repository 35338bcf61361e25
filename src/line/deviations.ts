import { lebesgue, type Measure } from '../quadrature/index.ts';
import type { AdjointPath } from './adjoint.ts';
import { integrate } from './integrate.ts';
import { singleLanes, type Kernels, type Memory } from './kernels/index.ts';
import { kernelsFor } from './kernelsFor.ts';
import { single, Walk } from './walk.ts';

/** Measures that one walk takes: the first lane is the adjoint's, the others are theirs. */
export const mostSingleMeasures = singleLanes - 1;

/** What integrals are compared with, for each input. */
export interface Comparison {
  readonly reference: Float64Array;
  /** How much an input counts. */
  readonly weights: Float64Array;
  /** What is added to integrals, in shares. */
  readonly others: Float64Array;
}

/** A measure, and shares of others that are added to its integrals. */
export interface Mixture {
  readonly measure: Measure;
  readonly shares: readonly number[];
}

/**
 * How far integrals of the target's gradient along the line are off others,
 * `sum_i weights_i |integral_i + share * others_i - reference_i|`, for each mixture and each of its shares. In
 * float32, twice as many measures at a time as in float64: for comparisons that an error of some 1e-6 does not change.
 */
export function deviations(
  path: AdjointPath,
  comparison: Comparison,
  mixtures: readonly Mixture[],
  kernels: Kernels = kernelsFor(path.restriction.graph),
): number[][] {
  if (mixtures.length === 0) return [];
  if (path.adjoints === undefined) integrate(path, [lebesgue], kernels);
  const walk = new Walk(path, mixtures.map(({ measure }) => measure), single, kernels);
  const [reference, weights, others] = [comparison.reference, comparison.weights, comparison.others].map((numbers) => rounded(numbers, walk.workspace));
  return walk.run().flatMap(({ numbers }, batch) => {
    const together = mixtures.slice(batch * mostSingleMeasures, (batch + 1) * mostSingleMeasures);
    const rows = Math.max(...together.map(({ shares }) => shares.length));
    const shares = walk.workspace.float32(rows * singleLanes);
    const sums = walk.workspace.float64(rows * singleLanes);
    const place = (mixture: number, row: number): number => row * singleLanes + mixture + 1;
    together.forEach((mixture, m) => { mixture.shares.forEach((share, row) => (shares[place(m, row)] = share)); });
    kernels.deviate(numbers, { reference, weights, others }, shares, sums);
    return together.map((mixture, m) => mixture.shares.map((_, row) => sums[place(m, row)]));
  });
}

function rounded(numbers: Float64Array, memory: Memory): Float32Array {
  const copy = memory.float32(numbers.length);
  copy.set(numbers);
  return copy;
}
