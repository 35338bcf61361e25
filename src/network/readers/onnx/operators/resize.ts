import { UserError } from '../../../../base/index.ts';
import { linearAlong, rowsBetween, rowsCubic, selectAlong, type Rows } from '../../../layers/index.ts';
import { formatShape, type Shape } from '../../../shape.ts';
import type { Operator, Translate } from '../operator.ts';
import { isImage, layoutOf } from '../value.ts';

/** How places of a resized axis lie in the original: by how much it grew, and both sizes. */
type Original = (place: number, scale: number, from: number, to: number) => number;

/** The registry: coordinate_transformation_mode. */
const originals: Record<string, Original> = {
  half_pixel: (place, scale) => (place + 0.5) / scale - 0.5,
  pytorch_half_pixel: (place, scale, _, to) => (to > 1 ? (place + 0.5) / scale - 0.5 : 0),
  align_corners: (place, _, from, to) => (to > 1 ? (place * (from - 1)) / (to - 1) : 0),
  asymmetric: (place, scale) => place / scale,
};

/** The registry: nearest_mode. */
const roundings: Record<string, (x: number) => number> = {
  round_prefer_floor: (x) => Math.ceil(x - 0.5),
  round_prefer_ceil: (x) => Math.floor(x + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

/** By scales or to sizes; the nearest cell, or linear or cubic between cells. */
export const resize: Translate = (operator) => {
  const { attributes, opset } = operator;
  if (opset < 11) return resized(operator, scalesOf(operator, 1), undefined, 'asymmetric', 'floor');
  if (attributes.int('antialias', 0) !== 0) throw new UserError('antialias is not supported.');
  const sizes = operator.has(3) ? [...operator.constant(3).data] : undefined;
  const scales = sizes === undefined ? scalesOf(operator, 2) : undefined;
  const given = attributes.ints(
    'axes',
    operator.tensor().shape.map((_, axis) => axis),
  );
  const axes = given.map((axis) => operator.axis(axis, operator.tensor().shape.length));
  const spread = (
    numbers: readonly number[] | undefined,
    missing: (axis: number) => number,
  ): readonly number[] | undefined =>
    numbers &&
    operator.tensor().shape.map((_, axis) => (axes.includes(axis) ? numbers[axes.indexOf(axis)] : missing(axis)));
  const mode = attributes.text('coordinate_transformation_mode', 'half_pixel');
  const nearest = attributes.text('nearest_mode', 'round_prefer_floor');
  return resized(
    operator,
    spread(scales, () => 1),
    spread(sizes, (axis) => operator.tensor().shape[axis]),
    mode,
    nearest,
  );
};

export const upsample: Translate = (operator) => {
  const { attributes } = operator;
  const ofOpset1 = ['height_scale', 'width_scale'].flatMap((name) => attributes.get(name)?.f ?? []);
  const ofAttributes = attributes.floats('scales') ?? (ofOpset1.length === 2 ? [1, 1, ...ofOpset1] : undefined);
  const scales = operator.has(1) ? [...operator.constant(1).data] : ofAttributes;
  if (scales === undefined) throw new UserError('it has no scales.');
  return resized(operator, scales, undefined, 'asymmetric', 'floor');
};

function scalesOf(operator: Operator, index: number): readonly number[] {
  return [...operator.constant(index).data];
}

function resized(
  operator: Operator,
  scales: readonly number[] | undefined,
  sizes: readonly number[] | undefined,
  coordinates: string,
  nearest: string,
) {
  const x = operator.tensor();
  const original = originals[coordinates] as Original | undefined;
  if (original === undefined)
    throw new UserError(`its coordinates are '${coordinates}'; supported: ${Object.keys(originals).join(', ')}.`);
  const shape = sizes ?? x.shape.map((size, axis) => Math.floor(size * (scales?.[axis] ?? NaN)));
  if (shape.length !== x.shape.length || !shape.every((size) => Number.isInteger(size) && size > 0 && size < 2 ** 26)) {
    throw new UserError(
      `it resizes ${formatShape(x.shape)} to ${formatShape(shape)}, expected a size above 0 for each axis.`,
    );
  }
  const placeOf =
    (axis: number) =>
    (place: number): number =>
      original(
        place,
        sizes === undefined ? (scales?.[axis] ?? 1) : shape[axis] / x.shape[axis],
        x.shape[axis],
        shape[axis],
      );
  const mode = operator.attributes.text('mode', 'nearest');
  if (mode === 'nearest') return nearestCells(operator, shape, nearest, placeOf);
  if (mode === 'linear' || mode === 'bilinear') return betweenCells(operator, shape, placeOf, rowsBetween);
  if (mode !== 'cubic') throw new UserError(`its mode is '${mode}'; supported: nearest, linear, cubic.`);
  const a = operator.attributes.float('cubic_coeff_a', -0.75);
  const excludeOutside = operator.attributes.int('exclude_outside', 0) !== 0;
  return betweenCells(operator, shape, placeOf, (cells, places) => rowsCubic(cells, places, a, excludeOutside));
}

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
  rowsOf: (cells: number, places: Float64Array) => Rows,
) {
  const x = operator.natural(operator.tensor());
  const matrices = shape.map((size, axis) => {
    if (size === x.shape[axis]) return undefined;
    return rowsOf(
      x.shape[axis],
      Float64Array.from({ length: size }, (_, place) => placeOf(axis)(place)),
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
