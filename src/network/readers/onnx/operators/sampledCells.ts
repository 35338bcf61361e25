import { rowsOfCells, SparseLinear } from '../../../layers/index.ts';
import { checkEntries, sizeOf, type Shape } from '../../../shape.ts';
import type { Operator } from '../operator.ts';
import { layoutOf, type Tensor } from '../value.ts';

/** How much of which cell, by its number among those of a channel. */
export type Cells = readonly (readonly [cell: number, weight: number])[];

/**
 * Weighted sums of cells, the same for each channel.
 *
 * @param x items x channels x cells along some axes, one item
 * @param places what is taken at each place of each item
 * @param shape items x channels x places along some axes
 */
export function sampledCells(operator: Operator, x: Tensor, places: readonly Cells[], shape: Shape): Tensor {
  const [items, channels] = shape;
  const [perItem, size] = [places.length / items, sizeOf(x.shape.slice(2))];
  const entries = places.reduce((sum, cells) => sum + cells.length, 0);
  checkEntries(entries * channels);
  const { ours, order } = layoutOf(shape);
  const rows = Array.from({ length: sizeOf(shape) }, (): Cells => []);
  for (let i = 0; i < rows.length; i++) {
    const [item, channel] = [Math.floor(i / (perItem * channels)), Math.floor(i / perItem) % channels];
    rows[order[i]] = places[item * perItem + (i % perItem)].map(([cell, weight]) => [
      x.order[channel * size + cell],
      weight,
    ]);
  }
  return { ...operator.append(new SparseLinear(ours, rowsOfCells(rows)), [x]), shape, ours, order };
}

/** Cells of several axes by those of each: their numbers in row-major order, and the products of their weights. */
export function productOf(along: readonly Cells[], sizes: Shape): Cells {
  return along.reduce<Cells>(
    (cells, next, axis) =>
      cells.flatMap(([cell, weight]) =>
        next.map(([place, share]) => [cell * sizes[axis] + place, weight * share] as const),
      ),
    [[0, 1]],
  );
}
