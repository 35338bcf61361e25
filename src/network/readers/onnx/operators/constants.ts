import { UserError } from '../../../../base/index.ts';
import { formatShape, sizeOf, type Shape } from '../../../shape.ts';
import { decodeConstant } from '../constant.ts';
import type { Operator, Translate } from '../operator.ts';
import { dense } from '../sparse.ts';
import { constantOf, type Constant } from '../value.ts';
import { broadcastShape, orderTo } from './broadcast.ts';

/** A constant of more numbers is none that a model computes. */
const most = 2 ** 27;

/** A tensor, a number or a list of numbers among the node's attributes. */
export const constant: Translate = ({ attributes, translation }) => {
  const tensor = attributes.get('value')?.t;
  if (tensor !== undefined) return decodeConstant(tensor, translation.model.external);
  const sparse = attributes.get('sparse_value')?.sparseTensor;
  if (sparse !== undefined) return decodeConstant(dense(sparse));
  const [float, int] = [attributes.get('value_float')?.f, attributes.get('value_int')?.i];
  if (float !== undefined) return constantOf([], [float]);
  if (int !== undefined) return constantOf([], [Number(int)], true);
  const [floats, ints] = [attributes.get('value_floats')?.floats, attributes.get('value_ints')?.ints];
  if (floats !== undefined) return constantOf([floats.length], floats);
  if (ints !== undefined) return constantOf([ints.length], ints.map(Number), true);
  throw new UserError('it holds neither a tensor nor numbers.');
};

/** The sizes of axes, from `start` up to `end`. */
export const shapeOf: Translate = (operator) => {
  const { shape } = operator.value(0);
  const { attributes } = operator;
  const end = attributes.get('end') === undefined ? shape.length : attributes.int('end', 0);
  const sizes = shape.slice(attributes.int('start', 0), end);
  return constantOf([sizes.length], sizes, true);
};

export const size: Translate = (operator) => constantOf([], [sizeOf(operator.value(0).shape)], true);

export const constantOfShape: Translate = (operator) => {
  const shape = checked([...operator.constant(0).data]);
  const value = operator.attributes.get('value')?.t;
  const {
    data: [x],
    isInteger,
  } = value === undefined ? constantOf([1], [0]) : decodeConstant(value, operator.translation.model.external);
  return constantOf(shape, new Float64Array(sizeOf(shape)).fill(x), isInteger);
};

export const range: Translate = (operator) => {
  const [start, limit, step] = [0, 1, 2].map((index) => operator.constant(index));
  const length = Math.max(0, Math.ceil((limit.data[0] - start.data[0]) / step.data[0]));
  const [count] = checked([length]);
  return constantOf(
    [count],
    Float64Array.from({ length: count }, (_, i) => start.data[0] + i * step.data[0]),
    start.isInteger && step.isInteger,
  );
};

function checked(shape: Shape): Shape {
  if (shape.every((of) => Number.isInteger(of) && of >= 0) && sizeOf(shape) <= most) return shape;
  throw new UserError(`it makes a constant of shape ${formatShape(shape)}, expected at most ${most} numbers.`);
}

/** A function of constants alone, element by element. */
export function ofConstants(value: (...of: number[]) => number, isInteger = true): Translate {
  return (operator) => {
    const all = operator.node.input.map((_, index) => held(operator, index));
    return elementwise(all, value, isInteger);
  };
}

function held(operator: Operator, index: number): Constant {
  const value = operator.value(index);
  if (value.kind === 'constant') return value;
  throw new UserError(
    `its input '${operator.node.input[index]}' is computed, and through this operator no gradient passes. Choose an output before it.`,
  );
}

/** Where a constant is not 0: a column of places for each. */
export const nonZero: Translate = (operator) => {
  const { shape, data } = held(operator, 0);
  const found = Int32Array.from(data.keys()).filter((i) => data[i] !== 0);
  const places = new Float64Array(sizeOf(checked([shape.length, found.length])));
  shape.forEach((size, axis) => {
    const behind = sizeOf(shape.slice(axis + 1));
    found.forEach((i, column) => (places[axis * found.length + column] = Math.floor(i / behind) % size));
  });
  return constantOf([shape.length, found.length], places, true);
};

/** Ones on a diagonal, in the shape of its input. */
export const eyeLike: Translate = (operator) => {
  const { shape } = operator.value(0);
  const [rows, columns] = checked(shape);
  if (shape.length !== 2) throw new UserError(`its input ${formatShape(shape)} is no matrix.`);
  const shift = operator.attributes.int('k', 0);
  const data = Float64Array.from({ length: rows * columns }, (_, i) =>
    Number((i % columns) - Math.floor(i / columns) === shift),
  );
  return constantOf(shape, data);
};

/** A function of constants that broadcast to one shape. */
export function elementwise(
  all: readonly Constant[],
  value: (...of: number[]) => number,
  isInteger: boolean,
): Constant {
  const shape = all.map((of) => of.shape).reduce(broadcastShape);
  const orders = all.map((of) => orderTo(of.shape, shape));
  return constantOf(
    shape,
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => value(...all.map(({ data }, k) => data[orders[k][i]]))),
    isInteger,
  );
}
