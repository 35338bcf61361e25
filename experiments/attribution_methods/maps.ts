import { sizeOf, type Shape } from '../../src/network/index.ts';
import type { Cells } from '../../src/experiment/index.ts';
import { theImage } from './columns.ts';
import type { Subject } from './subject.ts';
import type { Variant } from './variants.ts';

/** The rows of `heat_maps.csv` of one image: the image itself, and its attributions by methods, each in one way. */
export async function heatMaps(subject: Subject, variants: readonly Variant[]): Promise<Cells[]> {
  const { label, pixels, loaded: { network } } = subject;
  const grid = gridOf(network.inputShape);
  const picture = grid.channels === 3 ? pixels : sums(pixels, grid).map((sum) => sum / grid.channels);
  const rows: Cells[] = [rowOf(theImage, label, grid, picture)];
  for (const variant of variants) {
    const { attributions, shape } = await subject.explain(variant);
    rows.push(rowOf(variant.method.name, label, gridOf(shape), sums(attributions, gridOf(shape))));
  }
  return rows;
}

/** The places of an image or a layer. */
interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
}

/**
 * Of a vector the image that it may be, square and of one or three channels; any other number of units stands in a square
 * with a last row that is not full.
 */
function gridOf(shape: Shape): Grid {
  if (shape.length === 3) return { rows: shape[0], columns: shape[1], channels: shape[2] };
  const size = sizeOf(shape);
  const channels = [1, 3].find((count) => Number.isInteger(Math.sqrt(size / count))) ?? 1;
  const columns = Math.ceil(Math.sqrt(size / channels));
  return { rows: Math.ceil(size / channels / columns), columns, channels };
}

/** At each place the sum over the channels; 0 where there is no unit. */
function sums(values: Float64Array, { rows, columns, channels }: Grid): Float64Array {
  const sum = new Float64Array(rows * columns);
  values.forEach((value, i) => { sum[Math.floor(i / channels)] += value; });
  return sum;
}

function rowOf(method: string, label: number, { rows, columns }: Grid, values: Float64Array): Cells {
  return { method, label, rows, columns, values: values.join(' ') };
}
