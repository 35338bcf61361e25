import { mapPartitions, mTildeGap, tolerance } from '../../src/attribution/index.ts';
import { imagesShown } from '../../src/base/index.ts';
import { numberIn, otherMaps, summarize, type ImageMaps, type Row, type RuleMap } from '../../src/experiment/index.ts';
import {
  distributionFigure,
  errorFigure,
  explanationFigure,
  gapFigure,
  ink,
  inOrder,
  layersFigure,
  lineFigure,
  mapGridFigure,
  ruleStyle,
  type DistributionRow,
  type ErrorPoint,
  type Image,
  type PlacedMap,
} from '../../src/figures/index.ts';
import { samplesColumns } from './columns.ts';

/** Figure 3 of the paper, of a line that was run: the black image, the image and every breakpoint between them. */
export function drawLine(line: Row): string {
  const [rows, columns] = ['rows', 'columns'].map((column) => numberIn(line, column) ?? 0);
  const image = (pixels: Float64Array): Image => ({ rows, columns, channels: line.channels === '3' ? 3 : 1, pixels });
  const pixels = numbersIn(line.pixels);
  return lineFigure({
    title: `Linear regions of ${line.network} between the black image and image ${line.image}, label ${line.label}`,
    from: image(new Float64Array(pixels.length)),
    to: image(pixels),
    breakpoints: numbersIn(line.breakpoints),
  });
}

/** What was studied. */
export interface Studied {
  readonly network: string;
  /** Whether its data are rows of a table, or else images. */
  readonly tabular: boolean;
}

/**
 * The error of each rule by the number of samples, over the images that have a curve. @param rows of all images
 */
export function drawErrorCurves({ network, tabular }: Studied, rows: readonly Row[], curves: readonly Row[]): string {
  const images = new Set(curves.map(({ image }) => image));
  const rules = [...new Set(curves.map(({ rule }) => rule))];
  return errorFigure({
    title: `Relative error of sampled integrated gradients: ${network}`,
    note: ofInputs(tabular, images.size, rows.length),
    series: rules.map((rule) => ({ name: rule, points: curveOf(curves.filter((row) => row.rule === rule)) })),
    exactRegions: summarize(valuesIn(rows, 'exact_regions')).median ?? 0,
    tolerance,
  });
}

function curveOf(curve: readonly Row[]): ErrorPoint[] {
  const errors = new Map<number, number[]>();
  for (const row of curve) {
    const samples = numberIn(row, 'samples') ?? 0;
    errors.set(samples, [...(errors.get(samples) ?? []), numberIn(row, 'error') ?? 0]);
  }
  return [...errors]
    .map(([samples, values]) => ({ samples, ...quartilesOf(values) }))
    .sort((a, b) => a.samples - b.samples);
}

/** How many samples images need by each rule, beside their exact regions. */
export function drawSamples({ network, tabular }: Studied, rows: readonly Row[]): string {
  const columns = Object.entries(samplesColumns).filter(([, column]) => valuesIn(rows, column).length > 0);
  const rules = inOrder(columns.map(([rule]) => rule)).map((rule) =>
    distributionOf(rule, ruleStyle(rule).colour, rows, samplesColumns[rule as keyof typeof samplesColumns]),
  );
  return distributionFigure({
    title: `Samples to come within ${100 * tolerance} % of exact integrated gradients: ${network}`,
    note: ofInputs(tabular, rows.length, rows.length),
    rows: [...rules, distributionOf('regions', ink, rows, 'exact_regions')],
    quantity: 'samples, or exact regions',
  });
}

function distributionOf(name: string, colour: string, rows: readonly Row[], column: string): DistributionRow {
  const values = valuesIn(rows, column).sort((a, b) => a - b);
  return {
    name,
    colour,
    values,
    ...(values.length > 0 && { quartiles: quartilesOf(values) }),
    missing: rows.length - values.length,
  };
}

/** Which layers' units cross. */
export function drawLayers({ network, tabular }: Studied, layers: readonly Row[]): string {
  const images = new Set(layers.map(({ image }) => image)).size;
  const names = [...new Set(layers.map(({ layer }) => layer))];
  return layersFigure({
    title: `Where linear regions begin, by layer: ${network}`,
    note: ofInputs(tabular, images, images),
    layers: names.map((name) => {
      const rows = layers.filter(({ layer }) => layer === name);
      return { name, units: numberIn(rows[0], 'units') ?? 0, ...quartilesOf(valuesIn(rows, 'crossings')) };
    }),
  });
}

/** Why m-tilde misleads: true errors by the gap that it looks at. */
export function drawGaps({ network, tabular }: Studied, rows: readonly Row[], curves: readonly Row[]): string {
  const pointsOf = (from: readonly Row[], gap: string, error: string): { gap: number; error: number }[] =>
    from.map((row) => ({ gap: numberIn(row, gap) ?? NaN, error: numberIn(row, error) ?? NaN }));
  return gapFigure({
    title: `The error of integrated gradients whose sum is right: ${network}`,
    note: ofInputs(tabular, rows.length, rows.length),
    samplings: pointsOf(
      curves.filter(({ rule }) => rule === 'left'),
      'completeness_gap',
      'error',
    ),
    stops: pointsOf(rows, 'm_tilde_gap', 'm_tilde_error'),
    stopsBelow: mTildeGap,
    tolerance,
  });
}

/** The attributions of one image: exact, by each rule at each n, and where m-tilde stops. */
export function drawSampledMaps({ network, image, label, rows, columns, pixels, exact, sampled }: ImageMaps): string {
  const placed = (values: Float64Array, caption: string): PlacedMap => ({ rows, columns, values, caption });
  const [stops, byRule] = [true, false].map((stopped) =>
    sampled.filter(({ rule }) => (rule === otherMaps.mTilde) === stopped),
  );
  return mapGridFigure({
    title: `Exact and sampled integrated gradients of image ${image}: ${network}`,
    note: `Target: its label, ${label}; baseline: the black image; below each map its relative error`,
    image: { rows, columns, channels: pixels.length === 3 * rows * columns ? 3 : 1, pixels },
    exact: placed(exact, 'error 0'),
    others: stops.map((map) => ({
      name: otherMaps.mTilde,
      map: placed(map.values, `n = ${map.n}: ${percentOf(map)}`),
    })),
    columns: mapPartitions.map((n) => `n = ${n}`),
    rows: inOrder([...new Set(byRule.map(({ rule }) => rule))]).map((rule) => ({
      name: rule,
      maps: mapPartitions.map((n) => {
        const map = byRule.find((other) => other.rule === rule && other.n === n);
        return map && placed(map.values, percentOf(map));
      }),
    })),
  });
}

/** Of the first row of a table the attributions by column: exact, and by each rule with the fewest partitions. */
export function drawFeatures(network: string, rows: readonly Row[]): string {
  const [{ image, label }] = rows;
  const own = rows.filter((row) => row.image === image);
  const shown = ['', String(mapPartitions[0])].flatMap((n) => own.filter((row) => row.n === n));
  return explanationFigure({
    title: `Exact and sampled integrated gradients of row ${image}: ${network}`,
    caption: `Row ${image}; target: output ${label}; baseline: zero`,
    answers: [...new Set(shown.map(({ rule }) => rule))].map((rule) => ({
      name: rule === otherMaps.exact ? rule : `${rule}, n = ${mapPartitions[0]}`,
      bars: shown
        .filter((row) => row.rule === rule)
        .map((row) => ({ name: row.feature, value: numberIn(row, 'attribution') ?? 0, sampled: [] })),
      sampled: [],
    })),
  });
}

function percentOf({ error }: RuleMap): string {
  return `${Number((100 * error).toPrecision(3))} %`;
}

/** What all figures of the study have in common. */
function ofInputs(tabular: boolean, count: number, all: number): string {
  const target = tabular
    ? 'target: the output of the label; baseline: zero'
    : 'target: the label; baseline: the black image';
  return `${imagesShown(count, all, tabular ? 'row' : 'image')}; ${target}`;
}

function quartilesOf(values: readonly number[]): { lower: number; median: number; upper: number } {
  const { lowerQuartile = 0, median = 0, upperQuartile = 0 } = summarize(values);
  return { lower: lowerQuartile, median, upper: upperQuartile };
}

function valuesIn(rows: readonly Row[], column: string): number[] {
  return rows.map((row) => numberIn(row, column)).filter((value) => value !== undefined);
}

function numbersIn(text: string): Float64Array {
  return Float64Array.from(text === '' ? [] : text.split(' '), Number);
}
