import { UserError } from '../../../../../base/index.ts';
import { Concat, paddedPlaces, Reshape, selectAlong, WeightedSum, ZeroPad } from '../../../../layers/index.ts';
import { formatShape, sizeOf, type Shape } from '../../../../shape.ts';
import { transposedOrder } from '../../../order.ts';
import { isCount } from '../../fields.ts';
import type { GraphNode, TranslateNode } from '../graphNode.ts';
import { fullShape, type Constant, type GraphValue } from '../value.ts';
import { axisOf, moved, reshaped } from './moving.ts';

export const identity: TranslateNode = (node) => node.value(0);

/** All inputs as they are. */
export const identities: TranslateNode = (node) => node.inputs;

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
  const value = node.value(0);
  const shape = fullShape(value);
  const batch = value.kind === 'computed' ? 1 : 0;
  const named = node.attributes.wholes('squeeze_dims').map((axis) => axisOf(axis, shape));
  const gone = named.length > 0 ? named : [...shape.keys()].filter((axis) => axis >= batch && shape[axis] === 1);
  if (gone.some((axis) => axis < batch || shape[axis] !== 1))
    throw new UserError(`it drops axes of its input ${formatShape(value.shape)} that are not of size 1, or the batch.`);
  return reshaped(
    node,
    value,
    shape.filter((_, axis) => !gone.includes(axis)),
  );
};

/** An axis of size 1 comes in, behind the batch. */
export const expandDims: TranslateNode = (node) => {
  const value = node.value(0);
  const shape = fullShape(value);
  return reshaped(node, value, withAxis(shape, newAxis(node.whole(1, 'axis'), value)));
};

/** Where an axis comes in. */
function newAxis(given: number, value: GraphValue): number {
  const { length } = fullShape(value);
  const axis = given < 0 ? given + length + 1 : given;
  if (Number.isInteger(axis) && axis >= (value.kind === 'computed' ? 1 : 0) && axis <= length) return axis;
  throw new UserError(`its axis is ${given}, expected one behind the batch.`);
}

function withAxis(shape: Shape, axis: number): number[] {
  return [...shape.slice(0, axis), 1, ...shape.slice(axis)];
}

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
  const places = shape.map((size, axis) => paddedPlaces(size, sides[2 * axis + 2], sides[2 * axis + 3]));
  return node.append(selectAlong(shape, places, fill));
};

/** The first input names the axis. */
export const concatBehindAxis: TranslateNode = (node) => joined(node, node.inputs.slice(1), node.whole(0, 'axis'));

/** The last two axes as matrices, of which all but a band about the diagonal is 0. */
export const bandPart: TranslateNode = (node) => {
  const { shape } = node.computed();
  const [lower, upper] = [node.whole(1, 'lower'), node.whole(2, 'upper')];
  if (shape.length < 2) throw new UserError(`it takes matrices, its input is ${formatShape(shape)}.`);
  const [rows, columns] = shape.slice(-2);
  const mask = Float64Array.from({ length: sizeOf(shape) }, (_, i) => {
    const [row, column] = [Math.floor(i / columns) % rows, i % columns];
    return Number((lower < 0 || row - column <= lower) && (upper < 0 || column - row <= upper));
  });
  return node.append(new WeightedSum([mask]));
};

/** The last input names the axis. */
export const concat: TranslateNode = (node) =>
  joined(node, node.inputs.slice(0, -1), node.whole(node.inputs.length - 1, 'axis'));

/** Tensors of one shape along an axis that comes in. */
export const pack: TranslateNode = (node) => {
  const axis = newAxis(
    node.attributes.whole('axis', 0),
    node.inputs.find(({ kind }) => kind === 'computed') ?? node.value(0),
  );
  const items = node.inputs.map((value) => reshaped(node, value, withAxis(fullShape(value), axis), '/item'));
  return joined(node, items, axis);
};

function joined(node: GraphNode, values: readonly GraphValue[], given: number): GraphValue {
  const axis = axisOf(given, fullShape(values[0]));
  const constants = values.filter((value): value is Constant => value.kind === 'constant');
  if (constants.length === values.length) return joinedConstants(constants, axis);
  if (axis === 0) throw new UserError('its axis is the batch, along which nothing is joined.');
  const tensors = values.map((value) => node.asComputed(withoutBatch(value)));
  return node.append(new Concat(axis - 1), tensors);
}

/** A constant beside computed values as an item. */
function withoutBatch(value: GraphValue): GraphValue {
  if (value.kind === 'computed') return value;
  if (value.shape[0] === 1 && value.shape.length > 1) return { ...value, shape: value.shape.slice(1) };
  throw new UserError(`its constant ${formatShape(value.shape)} has no first axis of 1, as the batch has.`);
}

function joinedConstants(constants: readonly Constant[], axis: number): Constant {
  const [{ shape }] = constants;
  const fits = constants.every(
    (of) => of.shape.length === shape.length && of.shape.every((size, i) => i === axis || size === shape[i]),
  );
  if (!fits)
    throw new UserError(`its constants ${constants.map((of) => formatShape(of.shape)).join(', ')} do not fit.`);
  const [before, total] = [sizeOf(shape.slice(0, axis)), constants.reduce((sum, of) => sum + of.shape[axis], 0)];
  const parts = Array.from({ length: before }, (_, i) =>
    constants.map(({ data }) => data.subarray((i * data.length) / before, ((i + 1) * data.length) / before)),
  );
  return {
    kind: 'constant',
    shape: shape.map((size, i) => (i === axis ? total : size)),
    data: Float64Array.from(parts.flat().flatMap((part) => [...part])),
  };
}

/** The batch stays in front. */
export const transpose: TranslateNode = (node) => {
  const value = node.value(0);
  const shape = fullShape(value);
  const axes = [...node.constant(1, 'permutation').data];
  const isPermutation = axes.length === shape.length && shape.every((_, axis) => axes.includes(axis));
  if (!isPermutation || (value.kind === 'computed' && axes[0] !== 0))
    throw new UserError(`its permutation is [${axes.join(', ')}], expected all axes with the batch, 0, in front.`);
  return moved(
    node,
    value,
    axes.map((axis) => shape[axis]),
    transposedOrder(shape, axes),
  );
};
