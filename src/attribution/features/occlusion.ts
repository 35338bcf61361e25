import { checkInteger, checkList, checkOptions, UserError, within } from '../../base/index.ts';
import { checkShape, formatShape, sizeOf, type Shape } from '../../network/index.ts';
import { Evaluator } from './evaluator.ts';
import type { FeatureAttributions, Perturbation } from './perturbation.ts';

export interface OcclusionOptions {
  /** Of the input: rows, columns, channels; or rows and columns. */
  readonly shape: Shape;
  /** Rows, columns; a window covers all channels. */
  readonly window: readonly [number, number];
  /** Rows, columns; 1 x 1 unless said. */
  readonly strides?: readonly [number, number];
}

/**
 * Occlusion (Zeiler & Fergus, ECCV 2014): the elements under a window that slides over the image are replaced by
 * the baseline's; the target's fall belongs to the window. As in Captum, an element is attributed the mean over the
 * windows that cover it, the first window stands in the upper left corner, and the last ones in a row or column are
 * cut off at the edge. One evaluation, and one for each window.
 *
 * @returns `features` are the windows', row by row
 * @throws UserError if input, baseline and shape do not fit, or if windows leave the image or gaps in it
 */
export async function occlusion(perturbation: Perturbation, options: OcclusionOptions): Promise<FeatureAttributions> {
  checkOptions(options);
  const evaluator = new Evaluator(perturbation);
  const { input, baseline } = perturbation;
  const windows = windowsOver(input.length, options);
  const [unoccluded, ...occluded] = await evaluator.values(occlude(input, baseline, windows));
  const features = Float64Array.from(occluded, (value) => unoccluded - value);
  return {
    attributions: meanOverWindows(features, windows, input.length),
    features,
    evaluations: evaluator.evaluations,
  };
}

/** The elements under each window, row by row. */
function windowsOver(size: number, { shape, window, strides = [1, 1] }: OcclusionOptions): Int32Array[] {
  checkList('window', window);
  checkList('list of strides', strides);
  within(
    () => 'The input',
    () => checkShape(shape),
  );
  if (shape.length !== 2 && shape.length !== 3) {
    throw new UserError(
      `Occlusion slides over an image (rows x columns, or rows x columns x channels), the input is ${formatShape(shape)}; use feature ablation.`,
    );
  }
  if (sizeOf(shape) !== size) throw new UserError(`The input has ${size} numbers, its shape is ${formatShape(shape)}.`);
  const [rows, columns, channels = 1] = shape;
  const across = spans('columns', columns, window[1], strides[1]);
  return spans('rows', rows, window[0], strides[0]).flatMap((down) =>
    across.map((along) =>
      Int32Array.from(
        down.flatMap((row) => along.flatMap((column) => range((row * columns + column) * channels, channels))),
      ),
    ),
  );
}

/** The cells of one axis under each place of the window. */
function spans(axis: string, cells: number, window: number, stride: number): number[][] {
  checkInteger(`The window's number of ${axis}`, window, 1);
  checkInteger(`The stride in ${axis}`, stride, 1);
  if (window > cells) throw new UserError(`The window has ${window} ${axis}, the image ${cells}; expected no more.`);
  if (stride > window && window < cells) {
    throw new UserError(
      `A window of ${window} ${axis} that moves by ${stride} leaves gaps; expected a stride of at most ${window}.`,
    );
  }
  const places = Math.ceil((cells - window) / stride) + 1;
  return range(0, places).map((place) => range(place * stride, Math.min(window, cells - place * stride)));
}

/** `first, first + 1, ...` */
function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

/** The input, then the input with each window in turn replaced. */
function* occlude(
  input: Float64Array,
  baseline: Float64Array,
  windows: readonly Int32Array[],
): Generator<Float64Array> {
  yield input;
  for (const window of windows) {
    const point = Float64Array.from(input);
    for (const i of window) point[i] = baseline[i];
    yield point;
  }
}

function meanOverWindows(features: Float64Array, windows: readonly Int32Array[], size: number): Float64Array {
  const sums = new Float64Array(size);
  const covering = new Float64Array(size);
  windows.forEach((window, w) => {
    for (const i of window) {
      sums[i] += features[w];
      covering[i] += 1;
    }
  });
  return sums.map((sum, i) => sum / covering[i]);
}
