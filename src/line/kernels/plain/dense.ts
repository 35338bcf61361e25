import type { TiledMatrix } from '../../../network/index.ts';
import type { Departures, Kernels } from '../kernels.ts';
import { field, numbersOf, relativeRounding } from '../unitState.ts';
import { widen } from './units.ts';

/** Units behind a dense layer, over a stretch of the line. */
export const dense: Pick<Kernels, 'depart' | 'leap' | 'gather'> = {
  depart(source, from, to, departures) {
    const { units, numbers, places, kinks } = departures;
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
        departTo(numbers, 4 * index, alpha);
        numbers[4 * index + 1] += source.changes[e];
        kinks.units[at] = index;
        kinks.changes[at++] = source.changes[e];
      }
      kinks.starts[place - from + 1] = at;
    }
    kinks.groups = to - from;
    for (let i = 0; i < departures.count; i++) {
      departTo(numbers, 4 * i, alpha);
      places[units[i]] = 0;
    }
  },

  leap(matrix, departures, state) {
    const { width, touchedAt, numbers } = state;
    const { sums, listed, kinks } = departures;
    const way = kinks.alphas[kinks.groups - 1] - touchedAt[0];
    sumDepartures(matrix, departures);
    let count = 0;
    for (let unit = 0; unit < width; unit++) {
      const at = numbersOf(width, unit);
      const from = sumsOf(unit);
      const straight = numbers[at] + numbers[at + field.slope] * way;
      if (!stays(numbers, at, straight, sums[from + 4])) {
        listed[count++] = unit;
        continue;
      }
      numbers[at] = straight + sums[from];
      numbers[at + field.slope] += sums[from + 2];
      widen(numbers, at, Math.abs(numbers[at]) + Math.abs(numbers[at + field.slope]) + sums[from + 4]);
    }
    return count;
  },

  gather({ weights, offsets, tileRows }, { count, units, listed }, rows, out) {
    for (let i = 0; i < count; i++) {
      const column = offsets[0] + units[i] * tileRows;
      for (let k = 0; k < rows; k++) out[i * rows + k] = weights[column + listed[k]];
    }
  },
};

/** Brings a departure forward: its value goes on by its slope. */
function departTo(numbers: Float64Array, at: number, alpha: number): void {
  numbers[at] += numbers[at + 1] * (alpha - numbers[at + 3]);
  numbers[at + 2] = Math.max(numbers[at + 2], Math.abs(numbers[at]));
  numbers[at + 3] = alpha;
}

/** Sums up what departures make of the units behind a dense matrix: four departures at a time, then one by one. */
function sumDepartures({ weights, offsets, tileRows }: TiledMatrix, { count, units, numbers, sums }: Departures): void {
  sums.fill(0);
  const columnOf = (n: number): number => offsets[0] + units[n] * tileRows;
  let n = 0;
  for (; n + 4 <= count; n += 4) {
    const [i, j, k, l] = [columnOf(n), columnOf(n + 1), columnOf(n + 2), columnOf(n + 3)];
    const [p, q, r, s] = [4 * n, 4 * n + 4, 4 * n + 8, 4 * n + 12];
    for (let row = 0; row < tileRows; row++) {
      const [a, b, c, d] = [weights[i + row], weights[j + row], weights[k + row], weights[l + row]];
      const at = sumsOf(row);
      sums[at] += a * numbers[p] + b * numbers[q] + (c * numbers[r] + d * numbers[s]);
      sums[at + 2] += a * numbers[p + 1] + b * numbers[q + 1] + (c * numbers[r + 1] + d * numbers[s + 1]);
      sums[at + 4] +=
        Math.abs(a) * numbers[p + 2] + Math.abs(b) * numbers[q + 2] + (Math.abs(c) * numbers[r + 2] + Math.abs(d) * numbers[s + 2]);
    }
  }
  for (; n < count; n++) {
    const column = columnOf(n);
    for (let row = 0; row < tileRows; row++) {
      const at = sumsOf(row);
      sums[at] += weights[column + row] * numbers[4 * n];
      sums[at + 2] += weights[column + row] * numbers[4 * n + 1];
      sums[at + 4] += Math.abs(weights[column + row]) * numbers[4 * n + 2];
    }
  }
}

/** Where the sums of a unit begin; those of two units stand together. */
function sumsOf(unit: number): number {
  return 6 * (unit >> 1) + (unit & 1);
}

/** Does a unit stay in its piece, and off its thresholds, however far off a straight way it is within a bound? */
function stays(numbers: Float64Array, at: number, straight: number, bound: number): boolean {
  const margin = bound + 2 * relativeRounding * numbers[at + field.reach];
  const most = Math.max(numbers[at], straight) + margin;
  return most < numbers[at + field.high] && Math.min(numbers[at], straight) - margin > numbers[at + field.low];
}
