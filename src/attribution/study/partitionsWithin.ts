import type { Rule } from '../../quadrature/index.ts';
import type { Integrator } from '../integrators/index.ts';
import { relativeL1 } from '../metrics/index.ts';

/** So many successive numbers of partitions must come within the tolerance, as in the study. */
const inARow = 5;
/** The largest number of partitions that is looked at. */
const most = 1005;
/** Numbers of partitions that are looked at together. */
const together = 16;

/**
 * The smallest n such that n, n + 1, ..., n + 4 partitions of a rule all come within a relative L1 distance of exact
 * attributions, n + 4 <= 1005; undefined if there is none.
 *
 * @param exact attributions of the integrator's line and target
 */
export async function partitionsWithin(
  integrator: Integrator,
  exact: Float64Array,
  rule: Rule,
  within: number,
): Promise<number | undefined> {
  let row = 0;
  for (let first = 1; first <= most; first += together) {
    const partitions = Array.from({ length: Math.min(together, most + 1 - first) }, (_, i) => first + i);
    const attributions = await integrator.attribute(partitions.map((n) => rule.measure(n)));
    for (const [i, sampled] of attributions.entries()) {
      row = relativeL1(sampled, exact) <= within ? row + 1 : 0;
      if (row === inARow) return partitions[i] - inARow + 1;
    }
  }
  return undefined;
}
