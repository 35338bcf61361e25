import { tolerance } from '../../src/attribution/index.ts';
import { numberIn, summarize, type Row } from '../../src/experiment/index.ts';
import { errorFigure, lineFigure, type ErrorPoint, type Image } from '../../src/figures/index.ts';

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

function numbersIn(text: string): Float64Array {
  return Float64Array.from(text === '' ? [] : text.split(' '), Number);
}

/** The mean error of each rule over the images that have a curve, by the number of samples. */
export function drawErrorCurves(network: string, rows: readonly Row[], curves: readonly Row[]): string {
  const images = new Set(curves.map(({ image }) => image));
  const regions = rows.filter(({ image }) => images.has(image)).map((row) => numberIn(row, 'exact_regions') ?? 0);
  const rules = [...new Set(curves.map(({ rule }) => rule))];
  return errorFigure({
    title: `Relative error of sampled integrated gradients: ${network}, mean of ${images.size === rows.length ? '' : 'the first '}${images.size} images`,
    series: rules.map((rule) => ({ name: rule, points: meanCurve(curves.filter((row) => row.rule === rule)) })),
    exactRegions: summarize(regions).mean ?? 0,
    tolerance,
  });
}

function meanCurve(curve: readonly Row[]): ErrorPoint[] {
  const errors = new Map<number, number[]>();
  for (const row of curve) {
    const samples = numberIn(row, 'samples') ?? 0;
    errors.set(samples, [...(errors.get(samples) ?? []), numberIn(row, 'error') ?? 0]);
  }
  return [...errors].map(([samples, values]) => ({ samples, error: summarize(values).mean ?? 0 })).sort((a, b) => a.samples - b.samples);
}
