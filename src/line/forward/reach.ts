import { transposed, type Linear, type TiledMatrix } from '../../network/index.ts';
import type { ValueSlope } from './trackedUnits.ts';

/*
 * The reach of a unit is what its rounding is measured by: `|value| + |slope|`, or that of the terms of a sum, if they
 * cancel so far that little but their rounding is left.
 */

/** SparseAccumulator that are this much smaller than the largest term that they may have are looked at. */
const cancelled = 2 ** -10;

/** `|value| + |slope|` of a unit. */
export function sizeOf({ value, slope }: ValueSlope, unit: number): number {
  return Math.abs(value[unit]) + Math.abs(slope[unit]);
}

/** The same of all units. */
export function sizesOf(value: Float64Array, slope: Float64Array): Float64Array {
  return value.map((of, unit) => Math.abs(of) + Math.abs(slope[unit]));
}

/** Fills in the reach of a linear node's units. */
export function reachOfSums({ matrices, bias }: Linear, sources: readonly ValueSlope[], run: ValueSlope): void {
  const { reach } = run;
  const terms = matrices.map((matrix, i) => largestWeight(matrix) * largestOf(sources[i].reach));
  const small = cancelled * Math.max(...terms);
  for (let unit = 0; unit < reach.length; unit++) {
    reach[unit] = sizeOf(run, unit);
    if (reach[unit] >= small) continue;
    let sum = Math.abs(bias?.[unit] ?? 0);
    matrices.forEach((matrix, i) => (sum += absoluteDot(transposed(matrix), unit, sources[i].reach)));
    reach[unit] = sum;
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

/** The product of the absolute weights of column `column` with a vector. */
function absoluteDot(
  { tileRows, tileColumns, weights, pointers, starts, offsets }: TiledMatrix,
  column: number,
  y: Float64Array,
): number {
  const group = Math.floor(column / tileColumns);
  const within = (column - group * tileColumns) * tileRows;
  let sum = 0;
  for (let t = pointers[group]; t < pointers[group + 1]; t++) {
    for (let r = 0; r < tileRows; r++) sum += Math.abs(weights[offsets[t] + within + r]) * y[starts[t] + r];
  }
  return sum;
}
