import type { Rows } from './sparseLinear.ts';

/**
 * Linear interpolation between cells along one axis: at a place between two of them there is of each as much as the
 * other is far away; beyond the outermost there is only that.
 *
 * @param places one for each row, 0 at the first cell
 */
export function rowsBetween(cells: number, places: ArrayLike<number>): Rows {
  return rowsAt(places, (place) => {
    const inside = Math.min(cells - 1, Math.max(0, place));
    const below = Math.floor(inside);
    const share = inside - below;
    return share > 0
      ? [
          [below, 1 - share],
          [below + 1, share],
        ]
      : [[below, 1]];
  });
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
  return rowsAt(places, (place) => {
    const taken = new Map<number, number>();
    for (let cell = Math.floor(place) - 1; cell <= Math.floor(place) + 2; cell++) {
      const inside = Math.min(cells - 1, Math.max(0, cell));
      if (excludeOutside && inside !== cell) continue;
      taken.set(inside, (taken.get(inside) ?? 0) + keysKernel(Math.abs(place - cell), a));
    }
    const total = excludeOutside ? [...taken.values()].reduce((sum, weight) => sum + weight, 0) : 1;
    return [...taken].map(([cell, weight]) => [cell, weight / total]);
  });
}

/** A row for each place, of the cells that are taken there with their weights. */
function rowsAt(places: ArrayLike<number>, taken: (place: number) => readonly (readonly [number, number])[]): Rows {
  const rows = Array.from(places, taken);
  const pointers = new Int32Array(rows.length + 1);
  rows.forEach(({ length }, row) => (pointers[row + 1] = pointers[row] + length));
  const entries = rows.flat();
  return {
    pointers,
    columns: Int32Array.from(entries, ([cell]) => cell),
    weights: Float64Array.from(entries, ([, weight]) => weight),
  };
}

function keysKernel(distance: number, a: number): number {
  if (distance < 1) return ((a + 2) * distance - (a + 3)) * distance ** 2 + 1;
  return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * a : 0;
}
