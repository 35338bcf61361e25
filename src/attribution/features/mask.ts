import { checkInteger, isRecord, shown, UserError, within } from '../../base/index.ts';
import { checkShape, sizeOf, type Shape } from '../../network/index.ts';

/** For each element of the input the index of its feature. Features are numbered 0, 1, ... without gaps. */
export type FeatureMask = ArrayLike<number>;

/** Rows and columns of a cell of the default grid. */
const defaultCell = 4;

/**
 * The mask that is meant where none is given: superpixels of `cell` x `cell` pixels for images (rows, columns,
 * channels), one feature for each element of anything else.
 */
export function defaultMask(shape: Shape, cell = defaultCell): Int32Array {
  checkInteger('The size of a superpixel', cell, 1);
  within(
    () => 'The input',
    () => checkShape(shape),
  );
  return shape.length === 3 ? gridSuperpixels(shape, cell) : Int32Array.from({ length: sizeOf(shape) }, (_, i) => i);
}

/** Square cells, row by row, with all channels of their pixels; those at the right and lower edge may be cut off. */
function gridSuperpixels([rows, columns, channels]: Shape, cell: number): Int32Array {
  const cellsAcross = Math.ceil(columns / cell);
  return Int32Array.from({ length: rows * columns * channels }, (_, i) => {
    const pixel = Math.floor(i / channels);
    const row = Math.floor(pixel / columns);
    return Math.floor(row / cell) * cellsAcross + Math.floor((pixel % columns) / cell);
  });
}

/**
 * The number of features of a mask.
 *
 * @param size elements of the input
 * @throws UserError unless the mask has a feature for each element, and an element for each feature
 */
export function countFeatures(mask: FeatureMask, size: number): number {
  checkInteger('The number of elements of the input', size, 0);
  if (!isRecord(mask) || typeof mask.length !== 'number')
    throw new UserError(`The mask is ${shown(mask)}; expected a list of numbers of features.`);
  if (mask.length !== size) {
    throw new UserError(
      `The mask has ${mask.length} entries, the input ${size} elements; expected one feature for each element.`,
    );
  }
  const features = Array.from(mask);
  const wrong = features.findIndex((feature) => !Number.isSafeInteger(feature) || feature < 0);
  if (wrong >= 0)
    throw new UserError(
      `The mask is ${shown(mask[wrong])} at index ${wrong}; expected the number of a feature: 0, 1, ...`,
    );
  const used = new Set(features);
  const last = features.reduce((largest, feature) => Math.max(largest, feature), 0);
  if (last === used.size - 1) return used.size;
  const gap = Array.from({ length: used.size }, (_, feature) => feature).find((feature) => !used.has(feature));
  throw new UserError(
    `The mask has no element of feature ${gap ?? 0}, but of feature ${last}; number the features without gaps.`,
  );
}
