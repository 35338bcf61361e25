import { UserError } from '../errors.ts';

/** Sizes of a tensor's axes: `[rows, columns, channels]` for images, `[units]` for vectors. */
export type Shape = readonly number[];

/** Number of elements of a tensor of this shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, axis) => product * axis, 1);
}

/** `3x4x2`, as messages print it. */
export function formatShape(shape: Shape): string {
  return shape.join('x');
}

/** True if both shapes have the same axes. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((axis, i) => axis === b[i]);
}

/** The shape as rows, columns, channels; an error that names the layer's type if it is not an image. */
export function imageShape(type: string, shape: Shape): readonly [number, number, number] {
  if (shape.length !== 3) {
    throw new UserError(`${type} takes an image (rows x columns x channels), its input is ${formatShape(shape)}.`);
  }
  return [shape[0], shape[1], shape[2]];
}
