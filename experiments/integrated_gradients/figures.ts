import { tolerance } from '../../src/attribution/index.ts';
import { isPresent, loadData, loadNetwork, lineTo } from '../../src/catalogue/index.ts';
import { numberIn, summarize, type Row } from '../../src/experiment/index.ts';
import { errorFigure, lineFigure, type ErrorPoint, type Image } from '../../src/figures/index.ts';
import { endpoints, restrict } from '../../src/line/index.ts';

/** Networks for the paper's Figure 3: its own if it has been fetched, else a bundled one. */
const lineNetworks = ['mnist_relu_3_100', 'mnist_dense'];

/** Figure 3 of the paper: the black image, image 0 and every breakpoint between them. */
export async function drawLine(): Promise<string> {
  const loaded = await loadNetwork(lineNetworks.find(isPresent) ?? 'mnist_dense');
  const { images } = await loadData(loaded);
  const [pixels] = images.pixels;
  const { baseline, input } = lineTo(pixels, loaded.processing);
  const restriction = restrict(loaded.network, baseline, input);
  return lineFigure({ from: greyImage(new Float64Array(pixels.length)), to: greyImage(pixels), breakpoints: endpoints(restriction).slice(1, -1) });
}

function greyImage(pixels: Float64Array): Image {
  const side = Math.sqrt(pixels.length);
  return { rows: side, columns: side, channels: 1, pixels };
}

/** The mean error of each rule over the images that have a curve, by the number of samples. */
export function drawErrorCurves(network: string, rows: readonly Row[], curves: readonly Row[]): string {
  const images = new Set(curves.map(({ image }) => image));
  const regions = rows.filter(({ image }) => images.has(image)).map((row) => numberIn(row, 'exact_regions') ?? 0);
  const rules = [...new Set(curves.map(({ rule }) => rule))];
  return errorFigure({
    title: `Relative error of sampled integrated gradients: ${network}, mean of ${images.size} images`,
    series: rules.map((rule) => ({ name: rule, points: meanCurve(curves.filter((row) => row.rule === rule)) })),
    exactRegions: summarize(regions).mean ?? 0,
    tolerance,
  });
}

/** A run that was killed may have left an image's points twice: they count once. */
function meanCurve(curve: readonly Row[]): ErrorPoint[] {
  const errors = new Map<number, Map<string, number>>();
  for (const row of curve) {
    const samples = numberIn(row, 'samples') ?? 0;
    const byImage = errors.get(samples) ?? new Map<string, number>();
    errors.set(samples, byImage.set(row.image, numberIn(row, 'error') ?? 0));
  }
  return [...errors]
    .map(([samples, byImage]) => ({ samples, error: summarize([...byImage.values()]).mean ?? 0 }))
    .sort((a, b) => a.samples - b.samples);
}
