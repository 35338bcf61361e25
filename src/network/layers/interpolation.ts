import type { Rows } from './sparseLinear.ts';

/**
 * Linear interpolation between cells along one axis: at a place between two of them there is of each as much as the
 * other is far away; beyond the outermost there is only that.
 *
 * @param places one for each row, 0 at the first cell
 */
export function rowsBetween(cells: number, places: ArrayLike<number>): Rows {
  const pointers = new Int32Array(places.length + 1);
  const columns: number[] = [];
  const weights: number[] = [];
  for (let row = 0; row < places.length; row++) {
    const inside = Math.min(cells - 1, Math.max(0, places[row]));
    const below = Math.floor(inside);
    columns.push(below);
    weights.push(1 - (inside - below));
    if (inside > below) {
      columns.push(below + 1);
      weights.push(inside - below);
    }
    pointers[row + 1] = columns.length;
  }
  return { pointers, columns: Int32Array.from(columns), weights: Float64Array.from(weights) };
}

/**
 * Cubic interpolation between cells along one axis (Keys, Cubic convolution interpolation for digital image processing,
 * 1981): of the two cells on either side of a place, by their distance. Beyond the outermost cell its value goes on, or
 * the weights of the others are scaled to a sum of 1.
 *
 * @param places one for each row, 0 at the first cell
 * @param a the slope of the kernel at the distance 1
 */
export function rowsCubic(cells: number, places: ArrayLike<number>, a: number, excludeOutside: boolean): Rows {
  const pointers = new Int32Array(places.length + 1);
  const columns: number[] = [];
  const weights: number[] = [];
  for (let row = 0; row < places.length; row++) {
    const taken = new Map<number, number>();
    for (let cell = Math.floor(places[row]) - 1; cell <= Math.floor(places[row]) + 2; cell++) {
      const inside = Math.min(cells - 1, Math.max(0, cell));
      if (excludeOutside && inside !== cell) continue;
      taken.set(inside, (taken.get(inside) ?? 0) + keysKernel(Math.abs(places[row] - cell), a));
    }
    const total = excludeOutside ? [...taken.values()].reduce((sum, weight) => sum + weight, 0) : 1;
    for (const [cell, weight] of taken) {
      columns.push(cell);
      weights.push(weight / total);
    }
    pointers[row + 1] = columns.length;
  }
  return { pointers, columns: Int32Array.from(columns), weights: Float64Array.from(weights) };
}

function keysKernel(distance: number, a: number): number {
  if (distance < 1) return ((a + 2) * distance - (a + 3)) * distance ** 2 + 1;
  return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * a : 0;
}
