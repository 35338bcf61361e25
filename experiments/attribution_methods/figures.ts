import { methodNamed } from '../../src/attribution/index.ts';
import { counted, imagesShown } from '../../src/base/index.ts';
import { numberIn, summarize, type Row } from '../../src/experiment/index.ts';
import {
  costFigure,
  heatMapPage,
  matrixFigure,
  saturationFigure,
  type CostPoint,
  type CostSeries,
  type HeatMap,
  type Image,
} from '../../src/figures/index.ts';
import { theImage } from './columns.ts';
import { byVariant, median } from './tables.ts';

/** Mean rank correlations over the images of a network, each method against each that attributes to the same. */
export function drawCorrelations(network: string, rows: readonly Row[], note: string): string {
  const names = [...new Set(rows.flatMap(({ method, other }) => [method, other]))];
  const compared = (a: string, b: string): boolean =>
    a === b || rows.some(({ method, other }) => (method === a && other === b) || (method === b && other === a));
  const groups = names.reduce<string[][]>((found, name) => {
    const group = found.find(([first]) => compared(first, name));
    if (group) group.push(name);
    else found.push([name]);
    return found;
  }, []);
  return matrixFigure({
    title: `Rank correlation of attribution methods: ${network}`,
    note: `Mean of ${imagesOf(rows)}; ${note}`,
    matrices: groups.map((group, i) => ({
      name: attributesTo(group, i),
      names: group,
      values: group.map((a) => group.map((b) => (a === b ? 1 : meanCorrelation(rows, a, b)))),
    })),
    quantity: "Spearman's rank correlation",
    empty: 'not defined, for one of the two gives every unit the same',
  });
}

/** What a group of methods attributes to. */
function attributesTo(group: readonly string[], index: number): string {
  const place = methodNamed(group[0]).attributes;
  return `Methods that attribute to the ${place === 'input' ? 'input' : 'units of a layer'}${index > 1 ? ` (${index})` : ''}`;
}

function meanCorrelation(rows: readonly Row[], a: string, b: string): number | undefined {
  const ofBoth = rows.filter(({ method, other }) => (method === a && other === b) || (method === b && other === a));
  return summarize(ofBoth.map((row) => numberIn(row, 'rank_correlation')).filter((value) => value !== undefined)).mean;
}

/** What each method costs and how far it is from what it is compared with: medians over the images of a network. */
export function drawCosts(network: string, rows: readonly Row[], note: string): string {
  const names = [...new Set(rows.map(({ method }) => method))];
  const panels = new Map<string, CostSeries[]>();
  for (const name of names) {
    const ofMethod = rows.filter(({ method }) => method === name);
    const panel = referenceName(ofMethod[0]);
    panels.set(panel, [...(panels.get(panel) ?? []), { name, points: byVariant(ofMethod).map(pointOf) }]);
  }
  return costFigure({
    title: `Distance to exact attributions against cost: ${network}`,
    note: `Medians of ${imagesOf(rows)}; ${note}\nNumbers at points: n, partitions of the rule or samples`,
    panels: [...panels].map(([name, series]) => ({ name, series })),
    cost: 'seconds',
    error: 'relative L2 distance',
  });
}

function referenceName({ method, compared_with: reference }: Row): string {
  return method === reference
    ? 'Distance to the exact form of the same method'
    : `Distance to exact ${reference.replaceAll('_', ' ')}`;
}

function pointOf(group: readonly Row[]): CostPoint {
  const { rule } = group[0];
  const n = rule === 'exact' || rule === '' ? undefined : median(group, 'n_used');
  return {
    cost: median(group, 'seconds') ?? NaN,
    error: median(group, 'relative_l2') ?? NaN,
    ...(n !== undefined && { note: formatCount(n) }),
  };
}

function formatCount(n: number): string {
  return String(Math.round(n));
}

function imagesOf(rows: readonly Row[]): string {
  return counted(new Set(rows.map(({ image }) => image)).size, 'image');
}

/** One image of a network and its attributions by every method. */
export function drawMaps(network: string, rows: readonly Row[], note: string): string {
  const picture = rows.find(({ method }) => method === theImage) ?? rows[0];
  const maps = rows.filter((row) => row !== picture);
  return heatMapPage({
    title: `Attributions of one image by every method: ${network}`,
    note: `Image ${picture.image}; ${note}`,
    image: imageOf(picture),
    caption: `image ${picture.image}, label ${picture.label}`,
    maps: maps.map((row) => (row.rows === '' ? { name: row.method, units: numbersIn(row.values) } : mapOf(row))),
  });
}

function imageOf(row: Row): Image {
  const { rows, columns, values } = mapOf(row);
  return { rows, columns, channels: values.length === 3 * rows * columns ? 3 : 1, pixels: values };
}

function mapOf(row: Row): HeatMap {
  const [rows, columns] = ['rows', 'columns'].map((column) => numberIn(row, column) ?? 0);
  return { name: row.method, rows, columns, values: numbersIn(row.values) };
}

function numbersIn(text: string): number[] {
  return text.split(' ').map(Number);
}

/** Where on the line the attributions of images of a network are gathered. @param all how many images were run */
export function drawSaturation(network: string, rows: readonly Row[], note: string, all: number): string {
  const images = [...new Set(rows.map(({ image }) => image))];
  return saturationFigure({
    title: `Where on the line exact integrated gradients are gathered: ${network}`,
    note: `${imagesShown(images.length, all)}; ${note}`,
    curves: images.map((image) => {
      const ofImage = rows.filter((row) => row.image === image);
      return {
        name: `image ${image}, label ${ofImage[0].label}`,
        points: ofImage.map((row) => ({ alpha: numberIn(row, 'alpha') ?? 0, share: numberIn(row, 'gathered') ?? 0 })),
        classChanges: ofImage.filter((row) => row.new_class !== '').map((row) => numberIn(row, 'alpha') ?? 0),
      };
    }),
  });
}
