import type { TiledMatrix } from '../../../network/index.ts';
import {
  field,
  numbersOf,
  Progress,
  together,
  type ChordDeviations,
  type Kinks,
  type UnitState,
} from '../../memory/index.ts';
import type { KernelList } from '../kernelList.ts';
import { touchUnit } from './applyKinks.ts';

/** Units behind a dense layer that step through the kinks of a stretch of the line. */
export const stepThroughKinks: KernelList['stepThroughKinks'] = (matrix, deviations, count, state, passes) => {
  const { alphas, groups } = deviations.kinks;
  const { passed } = deviations;
  const { progress } = state;
  for (; progress[Progress.done] < count; progress[Progress.done] += together, progress[Progress.next] = 0) {
    const units = deviations.listed.subarray(
      progress[Progress.done],
      Math.min(count, progress[Progress.done] + together),
    );
    if (progress[Progress.next] === 0) gather(matrix, deviations, units);
    while (progress[Progress.next] < groups) {
      const first = progress[Progress.next];
      do progress[Progress.next]++;
      while (progress[Progress.next] < groups && alphas[progress[Progress.next]] === alphas[first]);
      const met = touchUnits(
        units,
        state,
        deviations,
        first,
        passes ? passed.subarray((progress[Progress.next] - 1) * count + progress[Progress.done]) : undefined,
      );
      if (met > 0) return met;
    }
  }
  return 0;
};

/** Copies the weights of units, for one input that deviates after the other. */
function gather(
  { weights, offsets, tileRows }: TiledMatrix,
  { count, units: inputs, picked }: ChordDeviations,
  units: Int32Array,
): void {
  for (let n = 0; n < count; n++) {
    const column = offsets[0] + inputs[n] * tileRows;
    for (let i = 0; i < units.length; i++) picked[together * n + i] = weights[column + units[i]];
  }
}

/**
 * Touches units by the groups of kinks from `first` on up to where the progress stands; returns how many are listed.
 */
function touchUnits(
  units: Int32Array,
  state: UnitState,
  { kinks, picked }: ChordDeviations,
  first: number,
  passed: Float64Array | undefined,
): number {
  const { width, numbers, before, touchedAt, progress } = state;
  const since = first === 0 ? touchedAt[0] : kinks.alphas[first - 1];
  let met = 0;
  for (let i = 0; i < units.length; i++) {
    const change = changeOf(kinks, picked, i, kinks.starts[first], kinks.starts[progress[Progress.next]]);
    const known = met;
    met = touchUnit(state, units[i], since, kinks.alphas[first], change, met);
    if (passed === undefined) continue;
    const crossed = met > known && before[4 * known + 3] !== 0;
    passed[i] = crossed ? 0 : numbers[numbersOf(width, units[i]) + field.pieceSlope] * change;
  }
  return met;
}

/** How the entries `begin .. end` of kinks change the slope of a unit, whose weights begin at `first`. */
function changeOf({ units, changes }: Kinks, weights: Float64Array, first: number, begin: number, end: number): number {
  let change = 0;
  for (let e = begin; e < end; e++) change += changes[e] * weights[first + together * units[e]];
  return change;
}
