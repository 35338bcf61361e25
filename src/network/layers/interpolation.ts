import { pointersOf } from '../tiledMatrix.ts';
import type { Rows } from './sparseLinear.ts';

/**
 * Linear interpolation between cells along one axis: at a place between two of them there is of each as much as the
 * other is far away; beyond the outermost there is only that.
 *
 * @param places one for each row, 0 at the first cell
 */
export function rowsBetween(cells: number, places: ArrayLike<number>): Rows {
  return rowsOfCells(Array.from(places, (place) => cellsBetween(cells, place)));
}

/** The same at one place: cells and their weights. */
export function cellsBetween(cells: number, place: number): [cell: number, weight: number][] {
  const inside = Math.min(cells - 1, Math.max(0, place));
  const below = Math.floor(inside);
  const share = inside - below;
  return share > 0
    ? [
        [below, 1 - share],
        [below + 1, share],
      ]
    : [[below, 1]];
}

/** How much there is of a cell by its distance from a place, and how far it reaches. */
export interface Kernel {
  readonly reach: number;
  readonly weight: (distance: number) => number;
}

/** That of linear interpolation. */
export const hat: Kernel = { reach: 1, weight: (distance) => Math.max(0, 1 - distance) };

/**
 * That of cubic interpolation (Keys, Cubic convolution interpolation for digital image processing, 1981).
 *
 * @param a the slope of the kernel at the distance 1
 */
export function cubic(a: number): Kernel {
  return { reach: 2, weight: (distance) => keysKernel(distance, a) };
}

/**
 * Interpolation by a kernel: of the cells within its reach as much as it says of their distance, scaled to a sum of 1.
 * Beyond the outermost cell its value goes on, or there is nothing.
 *
 * @param places one for each row, 0 at the first cell
 * @param width of the kernel in cells: more than 1 where several become one, so that this is their mean
 */
export function rowsByKernel(
  cells: number,
  places: ArrayLike<number>,
  { reach, weight }: Kernel,
  { width, excludeOutside }: { readonly width: number; readonly excludeOutside: boolean },
): Rows {
  const rows = Array.from(places, (place) => {
    const taken = new Map<number, number>();
    for (let cell = Math.ceil(place - reach * width); cell <= place + reach * width; cell++) {
      const inside = Math.min(cells - 1, Math.max(0, cell));
      const share = weight(Math.abs(place - cell) / width);
      if (share !== 0 && (inside === cell || !excludeOutside)) taken.set(inside, (taken.get(inside) ?? 0) + share);
    }
    const total = [...taken.values()].reduce((sum, share) => sum + share, 0);
    return [...taken].map(([cell, share]) => [cell, share / total] as const);
  });
  return rowsOfCells(rows);
}

/** A matrix by the cells that each of its rows takes, with their weights. */
export function rowsOfCells(rows: readonly (readonly (readonly [cell: number, weight: number])[])[]): Rows {
  const entries = rows.flat();
  return {
    pointers: pointersOf(rows),
    columns: Int32Array.from(entries, ([cell]) => cell),
    weights: Float64Array.from(entries, ([, weight]) => weight),
  };
}

function keysKernel(distance: number, a: number): number {
  if (distance < 1) return ((a + 2) * distance - (a + 3)) * distance ** 2 + 1;
  return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * a : 0;
}
