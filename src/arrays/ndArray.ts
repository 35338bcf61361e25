import { UserError } from '../base/index.ts';

/** Numbers in C order, the last axis fastest, with the sizes of their axes. */
export interface NdArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
  /** NumPy's name of what the numbers were stored as, like `float32`. */
  readonly type: string;
}

/** `3x32x32`; a single number is `scalar`. */
export function formatAxes(shape: readonly number[]): string {
  return shape.length === 0 ? 'scalar' : shape.join('x');
}

/** How many numbers axes of these sizes hold. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The indices along the axes of the number at a place in C order. */
export function indicesOf(place: number, shape: readonly number[]): number[] {
  return shape.map((size, axis) => Math.floor(place / countOf(shape.slice(axis + 1))) % size);
}

/**
 * The array with its axes in another order, in C order again.
 *
 * @param order of each axis of the result, which of the array's it is: `[2, 0, 1]` puts the last axis first
 * @throws UserError unless each axis of the array is named once
 */
export function transposed(data: Float64Array, shape: readonly number[], order: readonly number[]): Float64Array {
  if (order.length !== shape.length || shape.some((_, axis) => !order.includes(axis))) {
    throw new UserError(`An array of ${formatAxes(shape)} has no order of axes ${order.join(', ')}.`);
  }
  const strides = shape.map((_, axis) => countOf(shape.slice(axis + 1)));
  return gathered(
    data,
    order.map((axis) => shape[axis]),
    order.map((axis) => strides[axis]),
  );
}

/** The numbers at all places of axes with these sizes and strides, the last axis fastest. */
export function gathered(data: Float64Array, sizes: readonly number[], strides: readonly number[]): Float64Array {
  const result = new Float64Array(countOf(sizes));
  const last = sizes.length - 1;
  if (result.length === 0 || last < 0) return last < 0 ? data.slice(0, 1) : result;
  const place = new Array<number>(last).fill(0);
  let start = 0;
  for (let i = 0; i < result.length; i += sizes[last]) {
    for (let j = 0; j < sizes[last]; j++) result[i + j] = data[start + j * strides[last]];
    start = step(place, sizes, strides, start);
  }
  return result;
}

/** Moves a place on by one, carrying from axis to axis; gives where in the data it then is. */
function step(place: number[], sizes: readonly number[], strides: readonly number[], start: number): number {
  let next = start;
  for (let axis = place.length - 1; axis >= 0; axis--) {
    place[axis] += 1;
    next += strides[axis];
    if (place[axis] < sizes[axis]) return next;
    next -= sizes[axis] * strides[axis];
    place[axis] = 0;
  }
  return next;
}
