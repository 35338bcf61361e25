import type { KernelList } from '../kernelList.ts';
import type { ChordDeviations } from '../../memory/index.ts';

/** Inputs of a layer that deviate from straight lines over a stretch of the line. */
export const boundDeviations: KernelList['boundDeviations'] = (source, from, to, since, deviations) => {
  const { units, numbers, places, kinks, values } = deviations;
  deviations.count = 0;
  let [at, alpha] = [0, 0];
  for (let place = from; place < to; place++) {
    const group = source.order[place];
    alpha = source.alphas[group];
    kinks.alphas[place - from] = alpha;
    for (let e = source.starts[group]; e < source.starts[group + 1]; e++) {
      const unit = source.units[e];
      if (places[unit] === 0) {
        units[deviations.count] = unit;
        numbers.fill(0, 4 * deviations.count, 4 * deviations.count + 4);
        places[unit] = ++deviations.count;
      }
      const index = places[unit] - 1;
      values[at] = bringForward(numbers, 4 * index, alpha);
      numbers[4 * index + 1] += source.changes[e];
      kinks.units[at] = index;
      kinks.changes[at++] = source.changes[e];
    }
    kinks.starts[place - from + 1] = at;
  }
  kinks.groups = to - from;
  for (let i = 0; i < deviations.count; i++) {
    bringForward(numbers, 4 * i, alpha);
    numbers[4 * i + 2] = 0;
    places[units[i]] = 0;
  }
  spread(deviations, since);
};

/** Brings a deviation forward: its value goes on by its slope. Returns its value. */
function bringForward(numbers: Float64Array, at: number, alpha: number): number {
  numbers[at] += numbers[at + 1] * (alpha - numbers[at + 2]);
  numbers[at + 2] = alpha;
  return numbers[at];
}

/**
 * Finds between what deviations were off the chords that lead from where they began to where they end: the middle, and
 * half the width.
 */
function spread({ kinks, numbers, values, count }: ChordDeviations, since: number): void {
  const distance = kinks.alphas[kinks.groups - 1] - since;
  const scale = distance > 0 ? 1 / distance : 0;
  for (let group = 0; group < kinks.groups; group++) {
    const share = (kinks.alphas[group] - since) * scale;
    for (let e = kinks.starts[group]; e < kinks.starts[group + 1]; e++) {
      const at = 4 * kinks.units[e];
      const off = values[e] - numbers[at] * share;
      numbers[at + 2] = Math.max(numbers[at + 2], -off);
      numbers[at + 3] = Math.max(numbers[at + 3], off);
    }
  }
  for (let at = 0; at < 4 * count; at += 4) {
    const [below, above] = [numbers[at + 2], numbers[at + 3]];
    numbers[at + 2] = (above - below) / 2;
    numbers[at + 3] = (above + below) / 2;
  }
}
