import { UserError } from '../../../../../base/index.ts';
import { BatchNorm, Concat, Reshape, Select, selectAlong, ZeroPad } from '../../../../layers/index.ts';
import { formatShape, sizeOf } from '../../../../shape.ts';
import { gather, transposedOrder } from '../../../order.ts';
import { isCount } from '../../fields.ts';
import type { TranslateNode } from '../graphNode.ts';
import type { Constant } from '../value.ts';

export const identity: TranslateNode = (node) => node.value(0);

/** Of each item: the batch stays in front. */
export const reshape: TranslateNode = (node) => {
  const value = node.value(0);
  const target = [...node.constant(1, 'shape').data];
  const given = value.kind === 'constant' ? target : target.slice(1);
  const rest = sizeOf(value.shape) / sizeOf(given.filter((size) => size !== -1));
  const shape = given.map((size) => (size === -1 ? rest : size));
  const open = given.filter((size) => size === -1).length;
  const keepsBatch = value.kind === 'constant' || (shape.length > 0 && (target[0] === 1 || target[0] === -1));
  if (!keepsBatch || open > 1 || !shape.every(isCount) || sizeOf(shape) !== sizeOf(value.shape)) {
    throw new UserError(
      `items of ${formatShape(value.shape)} do not take the shape [${target.join(', ')}], whose first axis should be the batch.`,
    );
  }
  return value.kind === 'constant' ? { ...value, shape } : node.append(new Reshape(shape));
};

/** Axes of size 1 go: those that are named, or all but the batch. */
export const squeeze: TranslateNode = (node) => {
  const { shape } = node.computed();
  const named = node.attributes.wholes('squeeze_dims').map((axis) => node.itemAxis(axis, shape));
  const gone = named.length > 0 ? named : [...shape.keys()].filter((axis) => shape[axis] === 1);
  if (gone.some((axis) => shape[axis] !== 1))
    throw new UserError(`it drops axes of its input ${formatShape(shape)} that are not of size 1.`);
  const left = shape.filter((_, axis) => !gone.includes(axis));
  return node.append(new Reshape(left.length === 0 ? [1] : left));
};

/** An axis of size 1 comes in, behind the batch. */
export const expandDims: TranslateNode = (node) => {
  const { shape } = node.computed();
  const [given] = node.constant(1, 'axis').data;
  const axis = given < 0 ? given + shape.length + 1 : given - 1;
  if (!(Number.isInteger(axis) && axis >= 0 && axis <= shape.length))
    throw new UserError(`its axis is ${given}, expected one behind the batch.`);
  return node.append(new Reshape([...shape.slice(0, axis), 1, ...shape.slice(axis)]));
};

const mostCells = 2 ** 17;

/** Cells of one value around a tensor, none around the batch. */
export const pad: TranslateNode = (node) => {
  const { shape } = node.computed();
  const paddings = node.constant(1, 'paddings');
  const sides = [...paddings.data];
  if (
    sides.length !== 2 * (shape.length + 1) ||
    sides[0] !== 0 ||
    sides[1] !== 0 ||
    !sides.every((cells) => Number.isInteger(cells) && cells >= 0 && cells <= mostCells)
  ) {
    throw new UserError(
      `its paddings are [${sides.slice(0, 20).join(', ')}], expected two whole numbers for each axis, 0 for the batch and at most ${mostCells}.`,
    );
  }
  const [, , top, bottom, left, right, front, back] = sides;
  const [fill] = node.inputs.length > 2 ? node.constant(2, 'value').data : [0];
  // Zeros around an image cost nothing, however many.
  if (shape.length === 3 && front + back + Math.abs(fill) === 0)
    return node.append(new ZeroPad({ top, left, bottom, right }));
  const places = shape.map((size, axis) => {
    const [before, after] = sides.slice(2 * axis + 2);
    return Int32Array.from({ length: before + size + after }, (_, i) =>
      i >= before && i < before + size ? i - before : -1,
    );
  });
  return node.append(selectAlong(shape, places, fill));
};

/** The last input names the axis. */
export const concat: TranslateNode = (node) => {
  const [axis] = node.constant(node.inputs.length - 1, 'axis').data;
  const values = node.inputs.slice(0, -1);
  const constants = values.filter((value): value is Constant => value.kind === 'constant');
  if (constants.length === values.length) return joined(constants);
  const tensors = values.map((value) => node.asComputed(value));
  return node.append(new Concat(node.itemAxis(axis, tensors[0].shape)), tensors);
};

/** Scalars as a list. */
export const pack: TranslateNode = (node) => joined(node.inputs.map((_, index) => node.constant(index, 'item')));

function joined(constants: readonly Constant[]): Constant {
  if (constants.some(({ shape }) => shape.length > 1))
    throw new UserError('it joins constants of several axes, which is not supported.');
  const data = Float64Array.from(constants.flatMap((constant) => [...constant.data]));
  return { kind: 'constant', shape: [data.length], data };
}

/** The shape of a tensor, with 1 for the batch. */
export const shapeOf: TranslateNode = (node) => {
  const value = node.value(0);
  const data = Float64Array.from(value.kind === 'constant' ? value.shape : [1, ...value.shape]);
  return { kind: 'constant', shape: [data.length], data };
};

/** A piece of a list of constants, or one of them. */
export const stridedSlice: TranslateNode = (node) => {
  const { data, shape } = node.constant(0, 'input');
  const [begin, end, step] = [1, 2, 3].map((index) => node.constant(index, 'bounds').data[0]);
  const bit = (name: string): boolean => node.attributes.whole(name, 0) !== 0;
  if (shape.length !== 1 || step !== 1 || bit('new_axis_mask') || bit('ellipsis_mask'))
    throw new UserError('only pieces of a list of constants are supported.');
  const first = bit('begin_mask') ? 0 : begin;
  if (bit('shrink_axis_mask'))
    return { kind: 'constant', shape: [], data: data.slice(first < 0 ? first + data.length : first).slice(0, 1) };
  const piece = data.slice(first, bit('end_mask') ? undefined : end);
  return { kind: 'constant', shape: [piece.length], data: piece };
};

/** The batch stays in front. */
export const transpose: TranslateNode = (node) => {
  const value = node.value(0);
  const axes = [...node.constant(1, 'permutation').data];
  const isPermutation = (rank: number): boolean =>
    axes.length === rank && Array.from({ length: rank }, (_, axis) => axis).every((axis) => axes.includes(axis));
  if (value.kind === 'constant') {
    if (!isPermutation(value.shape.length)) throw new UserError(`its permutation is [${axes.join(', ')}].`);
    return {
      ...value,
      shape: axes.map((axis) => value.shape[axis]),
      data: gather(value.data, transposedOrder(value.shape, axes)),
    };
  }
  if (!isPermutation(value.shape.length + 1) || axes[0] !== 0)
    throw new UserError(`its permutation is [${axes.join(', ')}], expected all axes with the batch, 0, in front.`);
  const item = axes.slice(1).map((axis) => axis - 1);
  return node.append(
    new Select(
      item.map((axis) => value.shape[axis]),
      transposedOrder(value.shape, item),
    ),
  );
};

/** Batch normalisation with the statistics of training. */
export const batchNormalization: TranslateNode = (node) => {
  node.image();
  if (node.attributes.flag('is_training'))
    throw new UserError('it normalises by statistics of the batch, as in training.');
  const [gamma, beta, mean, variance] = [1, 2, 3, 4].map((index) => node.constant(index, 'statistics').data);
  return node.append(new BatchNorm({ gamma, beta, mean, variance, epsilon: node.attributes.number('epsilon', 1e-3) }));
};
