import {
  field,
  numbersOf,
  Progress,
  relativeRounding,
  type KinkGroups,
  type Kinks,
  type UnitState,
} from '../../memory/index.ts';
import type { KernelList } from '../kernelList.ts';
import { list, widen } from './unitNumbers.ts';

/** Units of an activation, touched by kinks. */
export const applyKinks: KernelList['applyKinks'] = (state, source, out) => {
  const { progress, width } = state;
  for (; progress[Progress.next] < source.groups; progress[Progress.next]++) {
    const group = source.order[progress[Progress.next]];
    const begin = source.starts[group];
    const runs = source.starts[group + 1] - begin;
    if (out !== undefined && progress[Progress.done] === 0 && !out.hasRoom(runs * width)) return 0;
    while (progress[Progress.done] < runs) {
      const run = begin + progress[Progress.done]++;
      const listed = touchRun(state, source, source.alphas[group], run);
      if (out !== undefined) emit(state, source, run, listed, out);
      if (listed > 0) return listed;
    }
    progress[Progress.done] = 0;
    if (out === undefined) continue;
    out.alphas[out.groups] = source.alphas[group];
    out.close(progress[Progress.end]);
  }
  return 0;
};

/** Touches the units of one run of a group; returns how many are listed. */
function touchRun(state: UnitState, source: KinkGroups, alpha: number, run: number): number {
  const { width, touchedAt } = state;
  const first = source.units[run];
  const since = touchedAt[first / width];
  touchedAt[first / width] = alpha;
  let listed = 0;
  for (let i = 0; i < width; i++)
    listed = touchUnit(state, first + i, since, alpha, source.changes[run * width + i], listed);
  return listed;
}

/** Brings a unit forward and changes its slope; returns how many are listed then. */
export function touchUnit(
  state: UnitState,
  unit: number,
  since: number,
  alpha: number,
  change: number,
  listed: number,
): number {
  const { width, numbers } = state;
  const at = numbersOf(width, unit);
  const value = numbers[at] + numbers[at + field.slope] * (alpha - since);
  const slope = numbers[at + field.slope] + change;
  const beyond = value > numbers[at + field.high] || value < numbers[at + field.low];
  widen(numbers, at, Math.abs(value) + Math.abs(slope));
  const rests = change !== 0 && Math.abs(slope) < relativeRounding * numbers[at + field.magnitude];
  if (beyond || rests) list(state, listed, unit, at, since, beyond ? change : 0);
  numbers[at] = value;
  numbers[at + field.slope] = slope;
  return beyond || rests ? listed + 1 : listed;
}

/** Passes a run on through the active units, but for those that are listed because they crossed. */
function emit(state: UnitState, source: KinkGroups, run: number, listed: number, out: Kinks): void {
  const { width, numbers, names, active, activeCounts, progress, list, before } = state;
  const first = source.units[run];
  for (let i = first; i < first + activeCounts[first / width]; i++) {
    const unit = active[i];
    let passed = numbers[numbersOf(width, unit) + field.pieceSlope] * source.changes[run * width + unit - first];
    for (let k = 0; k < listed; k++) if (list[k] === unit && before[4 * k + 3] !== 0) passed = 0;
    if (passed === 0) continue;
    out.units[progress[Progress.end]] = names?.[unit] ?? unit;
    out.changes[progress[Progress.end]++] = passed;
  }
}
