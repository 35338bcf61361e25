import type { Kernels } from '../kernels.ts';
import type { Departures } from '../../memory/index.ts';

/** Inputs of a dense layer that depart from straight lines over a stretch of the line. */
export const depart: Pick<Kernels, 'depart'> = {
  depart(source, from, to, since, departures) {
    const { units, numbers, places, kinks, values } = departures;
    departures.count = 0;
    let [at, alpha] = [0, 0];
    for (let place = from; place < to; place++) {
      const group = source.order[place];
      alpha = source.alphas[group];
      kinks.alphas[place - from] = alpha;
      for (let e = source.starts[group]; e < source.starts[group + 1]; e++) {
        const unit = source.units[e];
        if (places[unit] === 0) {
          units[departures.count] = unit;
          numbers.fill(0, 4 * departures.count, 4 * departures.count + 4);
          places[unit] = ++departures.count;
        }
        const index = places[unit] - 1;
        values[at] = departTo(numbers, 4 * index, alpha);
        numbers[4 * index + 1] += source.changes[e];
        kinks.units[at] = index;
        kinks.changes[at++] = source.changes[e];
      }
      kinks.starts[place - from + 1] = at;
    }
    kinks.groups = to - from;
    for (let i = 0; i < departures.count; i++) {
      departTo(numbers, 4 * i, alpha);
      numbers[4 * i + 2] = 0;
      places[units[i]] = 0;
    }
    spread(departures, since);
  },
};

/** Brings a departure forward: its value goes on by its slope. Returns its value. */
function departTo(numbers: Float64Array, at: number, alpha: number): number {
  numbers[at] += numbers[at + 1] * (alpha - numbers[at + 2]);
  numbers[at + 2] = alpha;
  return numbers[at];
}

/**
 * Finds between what departures were off the chords that lead from where they began to where they end: the middle, and
 * half the width.
 */
function spread({ kinks, numbers, values, count }: Departures, since: number): void {
  const way = kinks.alphas[kinks.groups - 1] - since;
  const scale = way > 0 ? 1 / way : 0;
  for (let group = 0; group < kinks.groups; group++) {
    const part = (kinks.alphas[group] - since) * scale;
    for (let e = kinks.starts[group]; e < kinks.starts[group + 1]; e++) {
      const at = 4 * kinks.units[e];
      const off = values[e] - numbers[at] * part;
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
