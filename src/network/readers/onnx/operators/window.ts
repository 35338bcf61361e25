import { UserError } from '../../../../base/index.ts';
import { noPadding, type Padding, type Window } from '../../../layers/index.ts';
import { formatShape, sameShape, type Shape } from '../../../shape.ts';
import { samePadding } from '../../samePadding.ts';
import type { Attributes } from '../attributes.ts';
import type { Operator } from '../operator.ts';
import type { ImageTensor, Tensor } from '../value.ts';
import { autoPadOf } from './autoPad.ts';

/**
 * An image that a window slides over; a series of channels x steps is an image of one row.
 *
 * @throws UserError if it is neither
 */
export function slidable(operator: Operator, x: Tensor): { image: ImageTensor; isSeries: boolean } {
  const isSeries = x.shape.length === 3;
  const [items, channels, steps] = x.shape;
  if (x.shape.length < 3 || x.shape.length > 4)
    throw new UserError(
      `its input ${formatShape(x.shape)} is not channels x rows x columns, channels x steps, or channels x depth x rows x columns; windows in other dimensions are not supported.`,
    );
  return { image: operator.image(isSeries ? { ...x, shape: [items, channels, 1, steps] } : x), isSeries };
}

/** The series that an image of one row stands for. */
export function asSeries(image: Tensor, isSeries: boolean): Tensor {
  return isSeries ? { ...image, shape: image.shape.filter((_, axis) => axis !== 2) } : image;
}

/** A window and how it moves: rows and columns. */
export type Sliding = Omit<Window, 'ceil' | 'padding' | 'dilations'> & {
  readonly dilations: readonly [number, number];
};

/**
 * The window of a convolution or pooling, from its attributes.
 *
 * @param kernel its size, of one or two axes
 */
export function windowOf(attributes: Attributes, kernel: Shape, { ours }: ImageTensor, isSeries: boolean): Window {
  const sliding = slidingOf(attributes, kernel, isSeries);
  return {
    ...sliding,
    padding: paddingOf(attributes, sliding, ours, isSeries),
    ceil: attributes.int('ceil_mode', 0) !== 0,
  };
}

export function slidingOf(attributes: Attributes, kernel: Shape, isSeries: boolean): Sliding {
  const size = both(kernel, isSeries, 'kernel_shape', 1);
  const given = attributes.ints('kernel_shape', kernel);
  if (!sameShape(given, kernel))
    throw new UserError(`its kernel_shape is ${formatShape(given)}, but its kernel is of ${formatShape(kernel)}.`);
  return {
    size,
    strides: pairOf(attributes, 'strides', isSeries, 1),
    dilations: pairOf(attributes, 'dilations', isSeries, 1),
  };
}

/**
 * Whole numbers of an attribute for rows and columns; `missing` where it is not there, and for the single row of a
 * series.
 */
export function pairOf(
  attributes: Attributes,
  name: string,
  isSeries: boolean,
  missing: number,
): readonly [number, number] {
  return both(attributes.ints(name, isSeries ? [missing] : [missing, missing]), isSeries, name, missing);
}

function both(numbers: readonly number[], isSeries: boolean, name: string, row: number): readonly [number, number] {
  const [rows, columns] = isSeries ? [row, ...numbers] : numbers;
  if (numbers.length === (isSeries ? 1 : 2)) return [rows, columns];
  throw new UserError(
    `its ${name} is [${numbers.join(', ')}], expected ${isSeries ? 'one number, for steps' : 'two numbers, for rows and columns'}.`,
  );
}

function paddingOf(
  attributes: Attributes,
  { size, strides, dilations }: Sliding,
  image: Shape,
  isSeries: boolean,
): Padding {
  const mode = autoPadOf(attributes);
  const reach = { strides, size: [1 + dilations[0] * (size[0] - 1), 1 + dilations[1] * (size[1] - 1)] as const };
  if (mode === 'VALID') return noPadding;
  if (mode === 'SAME_UPPER') return samePadding(reach, image, 'end');
  if (mode === 'SAME_LOWER') return samePadding(reach, image, 'start');
  return padsOf(attributes, isSeries);
}

/** Padding as numbers: those before all axes, then those behind. */
export function padsOf(attributes: Attributes, isSeries: boolean): Padding {
  const pads = attributes.ints('pads', isSeries ? [0, 0] : [0, 0, 0, 0]);
  const [top, left, bottom, right] = isSeries ? [0, pads[0], 0, pads[1]] : pads;
  if (pads.length !== (isSeries ? 2 : 4))
    throw new UserError(`its pads are [${pads.join(', ')}], expected two for each axis.`);
  return { top, left, bottom, right };
}
