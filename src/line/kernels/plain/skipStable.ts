import { forEachTile, type TiledMatrix } from '../../../network/index.ts';
import type { KernelList } from '../kernelList.ts';
import { field, stableMargin, numbersOf, relativeRounding, type ChordDeviations } from '../../memory/index.ts';
import { widen } from './unitNumbers.ts';

/** Units behind a layer that go straight over a stretch of the line. */
export const skipStable: KernelList['skipStable'] = (matrix, deviations, state, active) => {
  const { width, touchedAt, numbers } = state;
  const { sums, listed, kinks } = deviations;
  const distance = kinks.alphas[kinks.groups - 1] - touchedAt[0];
  sumDeviations(matrix, deviations);
  let count = 0;
  for (let unit = 0; unit < width; unit++) {
    const at = numbersOf(width, unit);
    const from = sumsOf(unit);
    const straight = numbers[at] + numbers[at + field.slope] * distance;
    const landed = straight + sums[from];
    if (
      (active && numbers[at + field.pieceSlope] !== 0) ||
      !stays(numbers, at, landed, sums[from + 4], sums[from + 6])
    ) {
      listed[count++] = unit;
      continue;
    }
    numbers[at] = landed;
    numbers[at + field.slope] += sums[from + 2];
    widen(
      numbers,
      at,
      Math.abs(numbers[at]) + Math.abs(numbers[at + field.slope]) + (Math.abs(sums[from + 4]) + sums[from + 6]),
    );
  }
  return count;
};

/**
 * Sums up what deviations make of the units behind a matrix: in each tile four deviations at a time, then one by one.
 */
function sumDeviations(matrix: TiledMatrix, { count, units, numbers, sums }: ChordDeviations): void {
  const { weights, tileRows } = matrix;
  sums.fill(0);
  forEachTile(matrix, units, 0, count, ({ start, offset, from, to }) => {
    const columnOf = (n: number): number => offset + units[n] * tileRows;
    let n = from;
    for (; n + 4 <= to; n += 4) {
      const [i, j, k, l] = [columnOf(n), columnOf(n + 1), columnOf(n + 2), columnOf(n + 3)];
      const [p, q, r, s] = [4 * n, 4 * n + 4, 4 * n + 8, 4 * n + 12];
      for (let row = 0; row < tileRows; row++) {
        const [a, b, c, d] = [weights[i + row], weights[j + row], weights[k + row], weights[l + row]];
        const at = sumsOf(start + row);
        sums[at] += a * numbers[p] + b * numbers[q] + (c * numbers[r] + d * numbers[s]);
        sums[at + 2] += a * numbers[p + 1] + b * numbers[q + 1] + (c * numbers[r + 1] + d * numbers[s + 1]);
        sums[at + 4] += a * numbers[p + 2] + b * numbers[q + 2] + (c * numbers[r + 2] + d * numbers[s + 2]);
        sums[at + 6] +=
          Math.abs(a) * numbers[p + 3] +
          Math.abs(b) * numbers[q + 3] +
          (Math.abs(c) * numbers[r + 3] + Math.abs(d) * numbers[s + 3]);
      }
    }
    for (; n < to; n++) {
      const column = columnOf(n);
      for (let row = 0; row < tileRows; row++) {
        const at = sumsOf(start + row);
        sums[at] += weights[column + row] * numbers[4 * n];
        sums[at + 2] += weights[column + row] * numbers[4 * n + 1];
        sums[at + 4] += weights[column + row] * numbers[4 * n + 2];
        sums[at + 6] += Math.abs(weights[column + row]) * numbers[4 * n + 3];
      }
    }
  });
}

/** Where the sums of a unit begin; those of two units stand together. */
function sumsOf(unit: number): number {
  return 8 * (unit >> 1) + (unit & 1);
}

/**
 * Does a unit stay in its piece, and off its thresholds, if it goes to where it lands within a bound of a path beside
 * the chord?
 */
function stays(numbers: Float64Array, at: number, landed: number, middle: number, bound: number): boolean {
  const margin = bound + stableMargin * relativeRounding * (numbers[at + field.magnitude] + bound);
  const most = Math.max(numbers[at], landed) + middle + margin;
  return most < numbers[at + field.high] && Math.min(numbers[at], landed) + middle - margin > numbers[at + field.low];
}
