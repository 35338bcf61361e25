import type { Cells } from '../../src/experiment/index.ts';
import { gridOf, sumsByPlace, type Grid } from '../../src/figures/index.ts';
import { theImage } from './columns.ts';
import type { Shape } from '../../src/network/index.ts';
import type { Subject } from './subject.ts';
import type { Variant } from './variants.ts';

/** The rows of `heat_maps.csv` of one image: the image itself, and its attributions by methods, one variant of each. */
export async function heatMaps(subject: Subject, variants: readonly Variant[]): Promise<Cells[]> {
  const {
    label,
    pixels,
    loaded: { network },
  } = subject;
  const grid = gridOf(network.inputShape);
  const picture = grid.channels === 3 ? pixels : sumsByPlace(pixels, grid).map((sum) => sum / grid.channels);
  const rows: Cells[] = [rowOf(theImage, label, grid, picture)];
  for (const variant of variants) {
    const { attributions, shape } = await subject.explain(variant);
    const name = variant.method.name;
    if (hasPlaces(shape, variant))
      rows.push(rowOf(name, label, gridOf(shape), sumsByPlace(attributions, gridOf(shape))));
    else rows.push({ method: name, label, columns: attributions.length, values: attributions.join(' ') });
  }
  return rows;
}

/** Units of a dense layer have none; a vector that is an input may be an image. */
function hasPlaces(shape: Shape, { method }: Variant): boolean {
  return shape.length === 3 || method.attributes === 'input';
}

function rowOf(method: string, label: number, { rows, columns }: Grid, values: Float64Array): Cells {
  return { method, label, rows, columns, values: values.join(' ') };
}
