import type { TiledMatrix } from '../../../network/index.ts';
import type { Departures, Kernels } from '../kernels.ts';
import { touchUnit } from './units.ts';

/** Units behind a dense layer that are followed over a stretch of the line. */
export const follow: Pick<Kernels, 'follow'> = {
  follow(matrix, departures, count, state) {
    const { kinks, listed } = departures;
    const { progress, touchedAt } = state;
    for (; progress[1] < count; progress[1] += together, progress[0] = 0) {
      const units = listed.subarray(progress[1], Math.min(count, progress[1] + together));
      while (progress[0] < kinks.groups) {
        const group = progress[0];
        const alpha = kinks.alphas[group];
        const since = group === 0 ? touchedAt[0] : kinks.alphas[group - 1];
        do progress[0]++;
        while (progress[0] < kinks.groups && kinks.alphas[progress[0]] === alpha);
        const entries = { begin: kinks.starts[group], end: kinks.starts[progress[0]] };
        let met = 0;
        for (const unit of units) met = touchUnit(state, unit, since, alpha, changeOf(matrix, departures, unit, entries), met);
        if (met > 0) return met;
      }
    }
    return 0;
  },
};

/** Units that are followed side by side. */
const together = 8;

/** How entries of kinks change the slope of a unit. */
function changeOf(
  { weights, offsets, tileRows }: TiledMatrix,
  { kinks, units }: Departures,
  unit: number,
  { begin, end }: { begin: number; end: number },
): number {
  let change = 0;
  for (let e = begin; e < end; e++) change += kinks.changes[e] * weights[offsets[0] + units[kinks.units[e]] * tileRows + unit];
  return change;
}
