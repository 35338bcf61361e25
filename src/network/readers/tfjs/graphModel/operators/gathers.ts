import { UserError } from '../../../../../base/index.ts';
import { checkShape, formatShape, sizeOf } from '../../../../shape.ts';
import type { TranslateNode } from '../graphNode.ts';
import { fullShape } from '../value.ts';
import { alongOne, axisOf, moved, reshaped } from './moving.ts';

/** Constant places along an axis. */
export const gatherPlaces: TranslateNode = (node) => {
  const value = node.value(0);
  const indices = node.constant(1, 'indices');
  if (node.attributes.whole('batch_dims', 0) !== 0) throw new UserError('batch_dims are not supported.');
  const shape = fullShape(value);
  const axis = axisOf(node.inputs.length > 2 ? node.whole(2, 'axis') : 0, shape);
  if (!indices.data.every((place) => Number.isInteger(place) && place >= 0 && place < shape[axis]))
    throw new UserError(`its indices are not all places of its axis ${axis} of ${formatShape(shape)}.`);
  const found = alongOne(node, value, axis, indices.data);
  if (indices.shape.length === 1) return found;
  return reshaped(node, found, [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)], '/shape');
};

/** Constant indices of the first axes, as the last axis of a tensor has them together. */
export const gatherElements: TranslateNode = (node) => {
  const value = node.value(0);
  const shape = fullShape(value);
  const indices = node.constant(1, 'indices');
  const depth = indices.shape[indices.shape.length - 1] ?? 0;
  const [sizes, rest] = [shape.slice(0, depth), shape.slice(depth)];
  const isPlace = (place: number, i: number): boolean =>
    Number.isInteger(place) && place >= 0 && place < sizes[i % depth];
  if (!(depth >= 1 && depth <= shape.length && indices.data.every(isPlace)))
    throw new UserError(`its indices are not all places of ${formatShape(shape)}.`);
  const found = [...indices.shape.slice(0, -1), ...rest];
  const run = sizeOf(rest);
  checkShape(found);
  const order = Int32Array.from({ length: sizeOf(found) }, (_, i) => {
    const first = Math.floor(i / run) * depth;
    return sizes.reduce((at, size, axis) => at * size + indices.data[first + axis], 0) * run + (i % run);
  });
  return moved(node, value, found, order);
};
