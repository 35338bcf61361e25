import { UserError } from '../../../../../base/index.ts';
import { checkShape, formatShape, sizeOf, type Shape } from '../../../../shape.ts';
import type { TranslateNode } from '../graphNode.ts';
import { fullShape, type Constant } from '../value.ts';

const constant = (shape: Shape, data: Float64Array): Constant => ({ kind: 'constant', shape, data });
const scalar = (number: number): Constant => constant([], Float64Array.of(number));
const list = (numbers: readonly number[]): Constant => constant([numbers.length], Float64Array.from(numbers));

/** Numbers of a constant that a graph makes: more are no shapes, indices or zeros that anybody adds. */
const mostNumbers = 2 ** 22;

function checkCount(numbers: number): void {
  if (numbers > mostNumbers)
    throw new UserError(`it makes a constant of ${numbers} numbers; more than ${mostNumbers} are not supported.`);
}

/** The shape of a tensor, with 1 for the batch. */
export const shapeOf: TranslateNode = (node) => list(fullShape(node.value(0)));

export const rank: TranslateNode = (node) => scalar(fullShape(node.value(0)).length);

export const size: TranslateNode = (node) => scalar(sizeOf(fullShape(node.value(0))));

/** A number in every place of a shape. */
export const fill: TranslateNode = (node) => {
  const shape = checkShape([...node.constant(0, 'shape').data]);
  checkCount(sizeOf(shape));
  return constant(shape, new Float64Array(sizeOf(shape)).fill(node.constant(1, 'value').data[0]));
};

/** A number in every place of a tensor's shape. */
export function likewise(number: number): TranslateNode {
  return (node) => {
    const shape = fullShape(node.value(0));
    return constant(shape, new Float64Array(sizeOf(shape)).fill(number));
  };
}

/** A number for each place of a tensor's shape: what is asked of numbers that are computed has one answer. */
export function ofFinite(number: number, compute: (x: number) => boolean): TranslateNode {
  const folded = ofConstants((x) => Number(compute(x)));
  return (node) => (node.value(0).kind === 'constant' ? folded(node) : likewise(number)(node));
}

/** Shapes of all inputs. */
export const shapesOf: TranslateNode = (node) => node.inputs.map((input) => list(fullShape(input)));

/** Whole numbers as rows of a table, on at their place and off elsewhere. */
export const oneHot: TranslateNode = (node) => {
  const { shape, data } = node.constant(0, 'indices');
  const depth = node.whole(1, 'depth');
  const [on, off] = [2, 3].map((index) => node.constant(index, 'value').data[0]);
  const axis = node.attributes.whole('axis', -1);
  if (axis !== -1 && axis !== shape.length) throw new UserError(`its axis is ${axis}; only the last is supported.`);
  checkCount(data.length * depth);
  return constant(
    [...shape, depth],
    Float64Array.from({ length: data.length * depth }, (_, i) =>
      i % depth === data[Math.floor(i / depth)] ? on : off,
    ),
  );
};

/** So many numbers from one to another, at equal distances. */
export const linSpace: TranslateNode = (node) => {
  const [start, stop] = [0, 1].map((index) => node.constant(index, 'bounds').data[0]);
  const count = node.whole(2, 'count');
  checkCount(count);
  return list(Array.from({ length: count }, (_, i) => start + (i * (stop - start)) / Math.max(1, count - 1)));
};

export const range: TranslateNode = (node) => {
  const [start, limit, delta] = [0, 1, 2].map((index) => node.constant(index, 'bounds').data[0]);
  const count = Math.ceil((limit - start) / delta);
  if (!Number.isFinite(count)) throw new UserError(`it counts from ${start} to ${limit} by ${delta}.`);
  checkCount(count);
  return list(Array.from({ length: Math.max(0, count) }, (_, i) => start + i * delta));
};

/** A function of constants that has no gradient. */
export function ofConstants(compute: (...numbers: number[]) => number): TranslateNode {
  return (node) => {
    const values = node.inputs.map((_, index) => node.constant(index, 'input, of which it has no gradient,'));
    const shapes = values.filter(({ data }) => data.length > 1).map(({ shape }) => shape);
    const shape = shapes[0] ?? values[0].shape;
    if (shapes.some((other) => sizeOf(other) !== sizeOf(shape)))
      throw new UserError(`its constants ${shapes.map(formatShape).join(', ')} are of different shapes.`);
    const at = ({ data }: Constant, i: number): number => data[data.length === 1 ? 0 : i];
    return constant(
      shape,
      Float64Array.from({ length: sizeOf(shape) }, (_, i) => compute(...values.map((of) => at(of, i)))),
    );
  };
}
