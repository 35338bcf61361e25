import type { Rule } from '../../quadrature/index.ts';
import type { ExactAttributions, Integrator } from '../integrators/index.ts';
import { relativeError } from './relativeError.ts';
import type { Sampling } from './samplings.ts';

/** What a rule makes of an image. */
export interface SampledMap extends Sampling {
  readonly attributions: Float64Array;
  /** Against the exact attributions, as a fraction. */
  readonly error: number;
}

/** Partitions at which maps are looked at. */
export const mapPartitions: readonly number[] = [20, 50, 100, 300];

/** The attributions of one line by each rule at each of `mapPartitions`, rule by rule. */
export async function sampledMaps(
  { attributions: exact }: ExactAttributions,
  integrator: Integrator,
  rules: readonly Rule[],
): Promise<SampledMap[]> {
  const samplings = rules.flatMap((rule) => mapPartitions.map((partitions): Sampling => ({ rule, partitions })));
  const maps = await integrator.attribute(samplings.map(({ rule, partitions }) => rule.measure(partitions)));
  return samplings.map((sampling, i) => ({ ...sampling, attributions: maps[i], error: relativeError(maps[i], exact) }));
}
