import { UserError } from '../../base/index.ts';
import { left } from '../../quadrature/index.ts';
import type { Integrator } from '../integrators/index.ts';

/** Partitions that are tried, from `first` to `last`. */
const first = 20;
const last = 1000;
/** The completeness gap, relative to the output's difference, below which the heuristic stops. */
export const mTildeGap = 0.01;
/** Partition counts that are tried in one go. */
const batch = 16;

/**
 * The heuristic of prior work, m-tilde: the first number of partitions n = 20, 21, ..., 1000 with which the
 * attributions of the left rule sum to the output's difference within 1 %.
 *
 * @returns undefined if no n stops it
 * @throws UserError if the output's difference, or an attribution, is not finite
 */
export async function mTilde(integrator: Integrator, outputDifference: number): Promise<number | undefined> {
  if (!Number.isFinite(outputDifference)) {
    throw new UserError(
      `The output changes by ${outputDifference} from baseline to input; a study needs values that float64 holds. Scale the network down.`,
    );
  }
  for (let begin = first; begin <= last; begin += batch) {
    const counts = Array.from({ length: Math.min(batch, last - begin + 1) }, (_, i) => begin + i);
    const totals = await integrator.totals(counts.map((n) => left.measure(n)));
    const hit = totals.findIndex((sum) => Math.abs(sum - outputDifference) / Math.abs(outputDifference) < mTildeGap);
    if (hit >= 0) return counts[hit];
  }
  return undefined;
}
