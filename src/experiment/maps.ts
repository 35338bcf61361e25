import type { ImageMaps, RuleMap } from '../report/index.ts';
import { numberIn, type Row } from './csv.ts';
import { sheet, type Sheet } from './plan.ts';

/** The columns that a row of a sheet of maps is known by. */
const key = ['network', 'image', 'rule', 'n'];
const others = ['label', 'error', 'rows', 'columns', 'values'];

/**
 * A sheet of maps of images: a row for the image itself, for its exact attributions, and for what each rule makes of
 * them with n partitions. `values` are separated by blanks, in row, column order, channels summed; of an image of three
 * colours in row, column, channel order. `error` is relative to the exact ones. Reports show it as images.
 */
export function mapSheetNamed(name: string): Sheet {
  return sheet(name, key, others);
}

/** Whether a table is of such a sheet. */
export function holdsMaps(columns: readonly string[]): boolean {
  return [...key, ...others].every((column) => columns.includes(column));
}

/** Places of a rule in a sheet of maps that no rule takes: the image, its exact attributions, those of m-tilde. */
export const otherMaps = { image: 'image', exact: 'exact', mTilde: 'm-tilde' } as const;

/** The images of a sheet of maps, in the order of its rows. Those without picture or exact map are left out. */
export function imageMapsIn(rows: readonly Row[]): ImageMaps[] {
  return byImage(rows).flatMap((own) => {
    const [picture, exact] = [otherMaps.image, otherMaps.exact].map((name) => own.find(({ rule }) => rule === name));
    if (!picture || !exact) return [];
    return {
      network: picture.network,
      image: picture.image,
      label: picture.label,
      rows: numberIn(picture, 'rows') ?? 0,
      columns: numberIn(picture, 'columns') ?? 0,
      pixels: valuesOf(picture),
      exact: valuesOf(exact),
      sampled: own.filter((row) => row !== picture && row !== exact).map(ruleMapOf),
    };
  });
}

function byImage(rows: readonly Row[]): Row[][] {
  const images = new Map<string, Row[]>();
  for (const row of rows) {
    const place = JSON.stringify([row.network, row.image]);
    const own = images.get(place);
    if (own) own.push(row);
    else images.set(place, [row]);
  }
  return [...images.values()];
}

function ruleMapOf(row: Row): RuleMap {
  return {
    rule: row.rule,
    n: numberIn(row, 'n') ?? 0,
    error: numberIn(row, 'error') ?? 0,
    values: valuesOf(row),
  };
}

function valuesOf({ values }: Row): Float64Array {
  return Float64Array.from(values === '' ? [] : values.split(' '), Number);
}
