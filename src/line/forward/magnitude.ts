import { transposed, type Linear, type TiledMatrix } from '../../network/index.ts';
import type { ValueSlope } from './trackedUnits.ts';

/*
 * The magnitude of a unit is what its rounding is measured by: `|value| + |slope|`, or that of the terms of a sum, if
 * they cancel so far that little but their rounding is left.
 */

/** Sums that are this much smaller than the largest term that they may have are looked at. */
const cancelled = 2 ** -10;

/** `|value| + |slope|` of all units. */
export function magnitudesOf(
  value: Float64Array,
  slope: Float64Array,
  into: Float64Array = new Float64Array(value.length),
): Float64Array {
  for (let unit = 0; unit < into.length; unit++) into[unit] = Math.abs(value[unit]) + Math.abs(slope[unit]);
  return into;
}

/** Fills in the magnitudes of a linear node's units. */
export function magnitudesOfSums(
  { matrices, bias }: Linear,
  sources: readonly ValueSlope[],
  { value, slope, magnitude }: ValueSlope,
): void {
  const terms = matrices.map((matrix, i) => largestWeight(matrix) * largestOf(sources[i].magnitude));
  const small = cancelled * Math.max(...terms);
  magnitudesOf(value, slope, magnitude);
  for (let unit = 0; unit < magnitude.length; unit++) {
    if (magnitude[unit] >= small) continue;
    magnitude[unit] = Math.abs(bias?.[unit] ?? 0);
    for (let i = 0; i < matrices.length; i++) magnitude[unit] += absoluteDot(matrices[i], unit, sources[i].magnitude);
  }
}

const largestWeights = new WeakMap<TiledMatrix, number>();

/** The largest absolute weight of a matrix, found once. */
function largestWeight(matrix: TiledMatrix): number {
  const known = largestWeights.get(matrix) ?? largestOf(matrix.weights);
  largestWeights.set(matrix, known);
  return known;
}

function largestOf(numbers: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < numbers.length; i++) if (Math.abs(numbers[i]) > largest) largest = Math.abs(numbers[i]);
  return largest;
}

/**
 * The product of the absolute weights of a row with a vector; the transposed matrix knows which tiles are in the row.
 */
function absoluteDot(matrix: TiledMatrix, row: number, y: Float64Array): number {
  const { weights, tileRows, tileColumns } = matrix;
  const { pointers, starts, offsets } = transposed(matrix);
  const group = Math.floor(row / tileRows);
  const within = row - group * tileRows;
  let sum = 0;
  for (let t = pointers[group]; t < pointers[group + 1]; t++) {
    for (let c = 0; c < tileColumns; c++)
      sum += Math.abs(weights[offsets[t] + c * tileRows + within]) * y[starts[t] + c];
  }
  return sum;
}
