import { UserError } from '../../base/index.ts';
import { formatShape, type Shape } from '../shape.ts';
import { slideAlong, type Slide } from './coverage.ts';

/** The window that a convolution or pooling slides over a volume; each list has numbers for depth, rows and columns. */
export interface VolumeWindow {
  readonly size: Shape;
  readonly strides: Shape;
  readonly dilations: Shape;
  /** Cells added before the volume, of value 0 (of no value for pooling). */
  readonly before: Shape;
  /** Likewise behind it. */
  readonly after: Shape;
  /** As of a `Window`. */
  readonly ceil?: boolean;
}

/**
 * The window along each axis.
 *
 * @param cells of the volume: depth, rows, columns
 * @throws UserError if the window is none, or larger than the volume with its padding
 */
export function slidesOver(window: VolumeWindow, cells: Shape): Slide[] {
  const { size, strides, dilations, before, after, ceil = false } = window;
  const areWhole = (sizes: Shape, least: number): boolean =>
    sizes.length === cells.length && sizes.every((of) => Number.isInteger(of) && of >= least);
  if (![size, strides, dilations].every((of) => areWhole(of, 1)) || ![before, after].every((of) => areWhole(of, 0)))
    throw new UserError(
      `its window of ${formatShape(size)} with strides ${formatShape(strides)}, dilations ${formatShape(dilations)} and padding ` +
        `${formatShape(before)}, ${formatShape(after)} is none; expected ${cells.length} whole numbers each, of at least 1, padding of at least 0.`,
    );
  const slides = cells.map((count, axis) =>
    slideAlong(
      {
        cells: count,
        size: size[axis],
        stride: strides[axis],
        dilation: dilations[axis],
        before: before[axis],
        after: after[axis],
      },
      ceil,
    ),
  );
  if (slides.every(({ outputs }) => outputs >= 1)) return slides;
  throw new UserError(
    `its window of ${formatShape(size)} is larger than its input of ${formatShape(cells)} and padding.`,
  );
}

/**
 * Depth, rows and columns of a volume, and its channels.
 *
 * @throws UserError that names the layer's type if it is none
 */
export function volumeOf(type: string, shape: Shape): { cells: Shape; channels: number } {
  if (shape.length === 4) return { cells: shape.slice(0, 3), channels: shape[3] };
  throw new UserError(
    `${type} takes a volume (depth x rows x columns x channels), its input is ${formatShape(shape)}.`,
  );
}
