import { isRecord, shown, UserError } from '../../base/index.ts';
import { checkEntries, formatShape, sizesInWords } from '../shape.ts';

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

/** A window along one axis of an image or volume. */
export interface Slide {
  /** Of the image. */
  readonly cells: number;
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
  /** Cells of the output. */
  readonly outputs: number;
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
  const [rows, columns] = slidesOf(window, image).map(({ cells, before, after, ...slide }) =>
    coveredAlong({ ...slide, cells: before + cells + after, before: 0, after: 0 }),
  );
  return products(countsOf(rows), countsOf(columns));
}

/**
 * Which cells of the image lie under the window at each output cell, in the window's order; padding is left out. Output
 * cell `k` covers `cells[pointers[k]] .. cells[pointers[k + 1] - 1]`, in these `places` of the window.
 */
export interface Coverage {
  readonly pointers: Int32Array;
  readonly cells: Int32Array;
  readonly places: Int32Array;
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

/**
 * The coverage of a window that slides along several axes, of which the last is the innermost.
 *
 * @param depth connections for each covered cell
 */
export function coverageOver(slides: readonly Slide[], depth: number): Coverage {
  const axes = slides.map(coveredAlong);
  checkEntries(axes.reduce((product, { cells }) => product * cells.length, depth));
  return axes.reduce((outer, inner, axis) => within(outer, inner, slides[axis]));
}

/** The coverage along one more axis, with what is known of it, within that of others. */
function within(outer: Coverage, inner: Coverage, { cells: length, size }: Slide): Coverage {
  const counts = products(countsOf(outer), countsOf(inner));
  const pointers = new Int32Array(counts.length + 1);
  for (let cell = 0; cell < counts.length; cell++) pointers[cell + 1] = pointers[cell] + counts[cell];
  const [cells, places] = [new Int32Array(pointers[counts.length]), new Int32Array(pointers[counts.length])];
  let at = 0;
  for (let r = 0; r + 1 < outer.pointers.length; r++) {
    for (let c = 0; c + 1 < inner.pointers.length; c++) {
      for (let i = outer.pointers[r]; i < outer.pointers[r + 1]; i++) {
        for (let j = inner.pointers[c]; j < inner.pointers[c + 1]; j++) {
          cells[at] = outer.cells[i] * length + inner.cells[j];
          places[at++] = outer.places[i] * size + inner.places[j];
        }
      }
    }
  }
  return { pointers, cells, places };
}

/** The output cell of each connection. */
export function ownersOf(pointers: Int32Array): Int32Array {
  const owners = new Int32Array(pointers[pointers.length - 1]);
  for (let cell = 0; cell + 1 < pointers.length; cell++) owners.fill(cell, pointers[cell], pointers[cell + 1]);
  return owners;
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

/** How often a window comes to lie along an axis: below 1 where it is larger than that with its padding. */
export function slideAlong(axis: Omit<Slide, 'outputs'>, ceil: boolean): Slide {
  const { cells, size, stride, dilation, before, after } = axis;
  const room = cells + before + after - (dilation * (size - 1) + 1);
  const outputs = (ceil ? Math.ceil : Math.floor)(room / stride) + 1;
  const isBeyond = ceil && (outputs - 1) * stride >= cells + before;
  return { ...axis, outputs: isBeyond ? outputs - 1 : outputs };
}

/** The coverage of windows along one axis. */
function coveredAlong({ cells, size, stride, dilation, before, outputs }: Slide): Coverage {
  checkEntries(outputs * Math.min(size, cells));
  const pointers = new Int32Array(outputs + 1);
  const covered: number[] = [];
  const places: number[] = [];
  for (let output = 0; output < outputs; output++) {
    const start = output * stride - before;
    const first = Math.max(0, Math.ceil(-start / dilation));
    const end = Math.min(size, Math.ceil((cells - start) / dilation));
    for (let place = first; place < end; place++) {
      covered.push(start + place * dilation);
      places.push(place);
    }
    pointers[output + 1] = covered.length;
  }
  return { pointers, cells: Int32Array.from(covered), places: Int32Array.from(places) };
}

function countsOf({ pointers }: Coverage): Int32Array {
  return Int32Array.from({ length: pointers.length - 1 }, (_, i) => pointers[i + 1] - pointers[i]);
}

/** Products of all pairs. */
function products(a: Int32Array, b: Int32Array): Float64Array {
  const all = new Float64Array(a.length * b.length);
  for (let i = 0; i < all.length; i++) all[i] = a[Math.floor(i / b.length)] * b[i % b.length];
  return all;
}
