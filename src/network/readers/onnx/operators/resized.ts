import { UserError } from '../../../../base/index.ts';
import { cubic, hat, linearAlong, rowsBetween, rowsByKernel, selectAlong, type Rows } from '../../../layers/index.ts';
import { formatShape, type Shape } from '../../../shape.ts';
import type { Operator } from '../operator.ts';
import { isImage, layoutOf } from '../value.ts';

/** How large the result is, and by how much each axis grew, which rounding to whole cells leaves as it was. */
export interface Growth {
  readonly shape: Shape;
  readonly scales: readonly number[];
}

/** How places of a resized axis lie in the original: by how much it grew, and both sizes. */
type Original = (place: number, scale: number, from: number, to: number) => number;

/** The registry: coordinate_transformation_mode. */
const originals: Record<string, Original> = {
  half_pixel: (place, scale) => (place + 0.5) / scale - 0.5,
  pytorch_half_pixel: (place, scale, _, to) => (to > 1 ? (place + 0.5) / scale - 0.5 : 0),
  align_corners: (place, _, from, to) => (to > 1 ? (place * (from - 1)) / (to - 1) : 0),
  asymmetric: (place, scale) => place / scale,
  half_pixel_symmetric: (place, scale, from, to) => (from - to / scale) / 2 + (place + 0.5) / scale - 0.5,
};

/** The registry: nearest_mode. */
const roundings: Record<string, (x: number) => number> = {
  round_prefer_floor: (x) => Math.ceil(x - 0.5),
  round_prefer_ceil: (x) => Math.floor(x + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

/** The nearest cell, or linear or cubic between cells, each place of the result where the coordinates say. */
export function resized(operator: Operator, { shape, scales }: Growth, coordinates: string, nearest: string) {
  const x = operator.tensor();
  const original = originals[coordinates] as Original | undefined;
  if (original === undefined)
    throw new UserError(`its coordinates are '${coordinates}'; supported: ${Object.keys(originals).join(', ')}.`);
  if (shape.length !== x.shape.length || !shape.every((size) => Number.isInteger(size) && size > 0 && size < 2 ** 26)) {
    throw new UserError(
      `it resizes ${formatShape(x.shape)} to ${formatShape(shape)}, expected a size above 0 for each axis.`,
    );
  }
  const placeOf =
    (axis: number) =>
    (place: number): number =>
      original(place, scales[axis], x.shape[axis], shape[axis]);
  const mode = operator.attributes.text('mode', 'nearest');
  if (mode === 'nearest') return nearestCells(operator, shape, nearest, placeOf);
  const isLinear = mode === 'linear' || mode === 'bilinear';
  if (!isLinear && mode !== 'cubic') throw new UserError(`its mode is '${mode}'; supported: nearest, linear, cubic.`);
  const antialias = operator.attributes.int('antialias', 0) !== 0;
  if (isLinear && !antialias) return betweenCells(operator, shape, placeOf, rowsBetween);
  const kernel = isLinear ? hat : cubic(operator.attributes.float('cubic_coeff_a', -0.75));
  const excludeOutside = operator.attributes.int('exclude_outside', 0) !== 0;
  return betweenCells(operator, shape, placeOf, (cells, places, axis) =>
    rowsByKernel(cells, places, kernel, { excludeOutside, width: antialias ? Math.max(1, 1 / scales[axis]) : 1 }),
  );
}

/** The rows of a matrix along one axis: weights of its cells at each place. */
type RowsOf = (cells: number, places: Float64Array, axis: number) => Rows;

function nearestCells(
  operator: Operator,
  shape: Shape,
  mode: string,
  placeOf: (axis: number) => (place: number) => number,
) {
  const x = operator.tensor();
  const round = roundings[mode] as ((x: number) => number) | undefined;
  if (round === undefined)
    throw new UserError(`its nearest_mode is '${mode}'; supported: ${Object.keys(roundings).join(', ')}.`);
  const lists = shape.map((size, axis) => {
    if (size === x.shape[axis]) return undefined;
    return Int32Array.from({ length: size }, (_, place) =>
      Math.min(x.shape[axis] - 1, Math.max(0, round(placeOf(axis)(place)))),
    );
  });
  return operator.moved(x, shape, selectAlong(x.shape, lists).indices);
}

function betweenCells(
  operator: Operator,
  shape: Shape,
  placeOf: (axis: number) => (place: number) => number,
  rowsOf: RowsOf,
) {
  const x = operator.natural(operator.tensor());
  const matrices = shape.map((size, axis) => {
    if (size === x.shape[axis]) return undefined;
    return rowsOf(
      x.shape[axis],
      Float64Array.from({ length: size }, (_, place) => placeOf(axis)(place)),
      axis,
    );
  });
  const axes = isImage(x.shape) ? [2, 3, 1] : x.ours.map((_, axis) => axis + x.shape.length - x.ours.length);
  const layout = layoutOf(shape);
  return {
    ...operator.append(
      linearAlong(
        x.ours,
        axes.map((axis) => matrices[axis]),
      ),
      [x],
    ),
    shape,
    ...layout,
  };
}
