import { isRecord, shown, UserError } from '../../base/index.ts';
import { formatShape, sizesInWords } from '../shape.ts';
import { countsOver, coverageOver, slideAlong, withPadding, type Coverage, type Slide } from './coverage.ts';

/** Cells added around an image, of value 0 (of no value for pooling). */
export interface Padding {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export const noPadding: Padding = { top: 0, left: 0, bottom: 0, right: 0 };

/** The window that a convolution or pooling slides over an image. */
export interface Window {
  /** Rows, columns. */
  readonly size: readonly [number, number];
  /** Rows, columns. */
  readonly strides: readonly [number, number];
  readonly padding: Padding;
  /** Rows, columns from one place of the window to the next; default: 1. */
  readonly dilations?: readonly [number, number];
  /**
   * May the last windows reach beyond image and padding? They must begin on the image or on the padding before it, as
   * in PyTorch and ONNX; default: no.
   */
  readonly ceil?: boolean;
}

/**
 * Rows and columns of the output.
 *
 * @throws UserError if the window is none, or larger than the image with its padding
 */
export function slideOver(window: Window, image: readonly number[]): [number, number] {
  const [rows, columns] = slidesOf(window, image);
  return [rows.outputs, columns.outputs];
}

/**
 * The padding with what windows need beyond it where they reach over: `bottom` and `right` are such that all windows
 * lie on it.
 */
export function wholePadding(window: Window, image: readonly number[]): Padding {
  const [rows, columns] = slidesOf(window, image);
  const needed = ({ cells, before, after, outputs, stride, dilation, size }: Slide): number =>
    Math.max(after, (outputs - 1) * stride + dilation * (size - 1) + 1 - before - cells);
  return { ...window.padding, bottom: needed(rows), right: needed(columns) };
}

/**
 * Cells of image and padding that a window covers at each output cell: fewer than its size only where it reaches over.
 */
export function cellsOnPadding(window: Window, image: readonly number[]): Float64Array {
  const [rows, columns] = slidesOf(window, image);
  return countsOver([withPadding(rows), withPadding(columns)]);
}

/**
 * @param depth connections for each covered cell
 * @param outputs rows and columns of cells at which the window is looked at; default: all
 */
export function coverageOf(
  window: Window,
  image: readonly number[],
  depth: number,
  outputs: readonly number[] = slideOver(window, image),
): Coverage {
  return coverageOver(
    slidesOf(window, image).map((slide, axis) => ({ ...slide, outputs: outputs[axis] })),
    depth,
  );
}

/** @throws UserError unless it is a window; of code without types it may be anything */
function checkWindow(window: unknown): void {
  if (!isRecord(window))
    throw new UserError(`its window is ${shown(window)}; expected an object with size, strides and padding.`);
  const { size, strides, padding, dilations = [1, 1] } = window;
  const { top, left, bottom, right } = isRecord(padding) ? padding : {};
  const sides = [top, left, bottom, right];
  const areWhole = (sizes: unknown, count: number, least: number): boolean =>
    Array.isArray(sizes) && sizes.length === count && sizes.every((x) => Number.isInteger(x) && x >= least);
  if ([size, strides, dilations].every((pair) => areWhole(pair, 2, 1)) && areWhole(sides, 4, 0)) return;
  throw new UserError(
    `its window of ${sizesInWords(size)} with strides ${sizesInWords(strides)}, dilations ${sizesInWords(dilations)} and padding ` +
      `${sides.map(shown).join(', ')} is none; sizes, strides and dilations are whole numbers of at least 1, padding of at least 0.`,
  );
}

/** The windows along rows and columns. */
function slidesOf(window: Window, image: readonly number[]): [Slide, Slide] {
  checkWindow(window);
  const { size, strides, padding, dilations = [1, 1], ceil = false } = window;
  const { top, left, bottom, right } = padding;
  const along = (axis: 0 | 1, before: number, after: number): Slide => {
    const [stride, dilation] = [strides[axis], dilations[axis]];
    const slide = slideAlong({ cells: image[axis], size: size[axis], stride, dilation, before, after }, ceil);
    if (slide.outputs >= 1) return slide;
    throw new UserError(
      `its window of ${formatShape(size)} is larger than its input of ${image[0]}x${image[1]} and padding.`,
    );
  };
  return [along(0, top, bottom), along(1, left, right)];
}
