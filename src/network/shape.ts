import { shown, UserError } from '../base/index.ts';

/** Sizes of a tensor's axes: `[rows, columns, channels]` for images, `[units]` for vectors. */
export type Shape = readonly number[];

/** Number of elements of a tensor of this shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, axis) => product * axis, 1);
}

/** Units of a tensor, at most: an image of 4096 x 4096 x 4 has as many. */
const mostUnits = 2 ** 26;
/** Entries of a sparse matrix or candidates of maxima, at most: each takes some 10 bytes. */
const mostEntries = 2 ** 27;

/**
 * The shape, looked at before anything of its size is made.
 *
 * @throws UserError if an axis is no positive whole number or if it has more units than can be computed with
 */
export function checkShape(shape: Shape): Shape {
  if (!areSizes(shape, (axis) => Number.isInteger(axis) && axis > 0)) {
    throw new UserError(
      `a shape of ${sizesInWords(shape)} has no units; all its axes must be whole numbers of at least 1.`,
    );
  }
  if (sizeOf(shape) <= mostUnits) return shape;
  throw new UserError(`${formatShape(shape)} are ${sizeOf(shape)} units; more than ${mostUnits} are not supported.`);
}

/** @throws UserError if a layer has more connections than can be kept */
export function checkEntries(count: number): void {
  if (count > mostEntries)
    throw new UserError(`its units take ${count} values of its input; more than ${mostEntries} are not supported.`);
}

/** Channels of an image; 1 of a tensor that is none. */
export function channelsOf(shape: Shape): number {
  return shape.length === 3 ? shape[2] : 1;
}

/** Sizes of axes, or what stands in their place: of code without types that may be anything. */
export function sizesInWords(sizes: unknown): string {
  return areSizes(sizes, () => true) ? formatShape(sizes) : shown(sizes);
}

function areSizes(value: unknown, isSize: (axis: number) => boolean): value is Shape {
  return Array.isArray(value) && value.every((axis) => typeof axis === 'number' && isSize(axis));
}

/** `3x4x2`, as messages print it. */
export function formatShape(shape: Shape): string {
  return shape.join('x');
}

/** True if both shapes have the same axes. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((axis, i) => axis === b[i]);
}

/** The shape that all inputs of a layer have. @throws UserError if they differ */
export function commonShape(inputs: readonly Shape[]): Shape {
  const [shape] = inputs;
  if (inputs.every((input) => sameShape(input, shape))) return shape;
  throw new UserError(`its inputs have different shapes: ${inputs.map(formatShape).join(', ')}.`);
}

/** The shape as rows, columns, channels; an error that names the layer's type if it is not an image. */
export function imageShape(type: string, shape: Shape): readonly [number, number, number] {
  if (shape.length !== 3) {
    throw new UserError(`${type} takes an image (rows x columns x channels), its input is ${formatShape(shape)}.`);
  }
  return [shape[0], shape[1], shape[2]];
}
