import type { TiledMatrix } from '../../../network/index.ts';
import type { Departures, Kernels } from '../kernels.ts';
import { field, numbersOf } from '../unitState.ts';
import { touchUnit } from './units.ts';

/** Units behind a dense layer that are followed over a stretch of the line. */
export const follow: Pick<Kernels, 'follow'> = {
  follow(matrix, departures, count, state, passed) {
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
        for (let i = 0; i < units.length; i++) {
          const change = changeOf(matrix, departures, units[i], entries);
          const known = met;
          met = touchUnit(state, units[i], since, alpha, change, met);
          if (passed === undefined) continue;
          const crossed = met > known && state.before[4 * known + 3] !== 0;
          const gain = state.numbers[numbersOf(state.width, units[i]) + field.gain];
          passed[(progress[0] - 1) * count + progress[1] + i] = crossed ? 0 : gain * change;
        }
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
