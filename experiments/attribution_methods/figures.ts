import { numberIn, summarize, type Row } from '../../src/experiment/index.ts';
import { costFigure, heatMapPage, matrixFigure, saturationFigure, type CostSeries, type HeatMap, type Image } from '../../src/figures/index.ts';
import { theImage } from './columns.ts';
import { byVariant, median } from './tables.ts';

/** Mean rank correlations over the images of a network, each method against each. */
export function drawCorrelations(network: string, rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap(({ method, other }) => [method, other]))];
  const images = new Set(rows.map(({ image }) => image)).size;
  return matrixFigure({
    title: `Rank correlation of attribution methods: ${network}, mean of ${images} images`,
    names,
    values: names.map((a) => names.map((b) => (a === b ? 1 : meanCorrelation(rows, a, b)))),
    quantity: "Spearman's rank correlation",
  });
}

function meanCorrelation(rows: readonly Row[], a: string, b: string): number | undefined {
  const ofBoth = rows.filter(({ method, other }) => (method === a && other === b) || (method === b && other === a));
  return summarize(ofBoth.map((row) => numberIn(row, 'rank_correlation')).filter((value) => value !== undefined)).mean;
}

/** What each method costs and how far it is from what it is compared with: medians over the images of a network. */
export function drawCosts(network: string, rows: readonly Row[]): string {
  const images = new Set(rows.map(({ image }) => image)).size;
  const names = [...new Set(rows.map(({ method }) => method))];
  const series = names.map((name): CostSeries => ({
    name,
    points: byVariant(rows.filter(({ method }) => method === name)).map((group) => ({
      cost: median(group, 'seconds') ?? NaN,
      error: median(group, 'relative_l2') ?? NaN,
    })),
  }));
  return costFigure({
    title: `Distance to exact attributions against cost: ${network}, medians of ${images} images`,
    series,
    cost: 'seconds',
    error: 'relative L2 distance',
  });
}

/** One image of a network and its attributions by every method. */
export function drawMaps(network: string, rows: readonly Row[]): string {
  const picture = rows.find(({ method }) => method === theImage) ?? rows[0];
  return heatMapPage({
    title: `Attributions of one image by every method: ${network}`,
    image: imageOf(picture),
    caption: `image ${picture.image}, label ${picture.label}`,
    maps: rows.filter((row) => row !== picture).map(mapOf),
  });
}

function imageOf(row: Row): Image {
  const { rows, columns, values } = mapOf(row);
  return { rows, columns, channels: values.length === 3 * rows * columns ? 3 : 1, pixels: values };
}

function mapOf(row: Row): HeatMap {
  const [rows, columns] = ['rows', 'columns'].map((column) => numberIn(row, column) ?? 0);
  return { name: row.method, rows, columns, values: row.values.split(' ').map(Number) };
}

/** Where on the line the attributions of images of a network are gathered. */
export function drawSaturation(network: string, rows: readonly Row[]): string {
  const images = [...new Set(rows.map(({ image }) => image))];
  return saturationFigure({
    title: `Where on the line exact integrated gradients are gathered: ${network}`,
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
