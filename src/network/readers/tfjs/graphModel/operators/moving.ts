import { UserError } from '../../../../../base/index.ts';
import { Reshape, Select, selectAlong } from '../../../../layers/index.ts';
import { checkShape, formatShape, type Shape } from '../../../../shape.ts';
import type { GraphNode } from '../graphNode.ts';
import { fullShape, type GraphValue } from '../value.ts';

/** An axis of a value, its batch included, which nodes may count from the end. */
export function axisOf(axis: number, { length }: Shape): number {
  const own = axis < 0 ? axis + length : axis;
  if (Number.isInteger(own) && own >= 0 && own < length) return own;
  throw new UserError(`its axis is ${axis}, expected one of ${length}.`);
}

/** A value without its batch. @throws UserError if a computed one does not begin with it */
function itemOf(shape: Shape): Shape {
  if (shape[0] !== 1)
    throw new UserError(`it gives ${formatShape(shape)} for one item, expected a first axis of 1: that of the batch.`);
  return shape.length === 1 ? [1] : shape.slice(1);
}

/** The same numbers in another shape, its batch included. */
export function reshaped(node: GraphNode, value: GraphValue, shape: Shape, suffix = ''): GraphValue {
  if (value.kind === 'constant') return { ...value, shape };
  return node.append(new Reshape(itemOf(shape)), [value], suffix);
}

/**
 * Numbers of a value in another shape, its batch included.
 *
 * @param indices for each of them its place in the value; -1 where it is `fill`
 */
export function moved(node: GraphNode, value: GraphValue, shape: Shape, indices: Int32Array, fill = 0): GraphValue {
  if (value.kind === 'constant')
    return { kind: 'constant', shape, data: Float64Array.from(indices, (i) => (i < 0 ? fill : value.data[i])) };
  return node.append(new Select(itemOf(shape), indices, fill), [value]);
}

/**
 * Along each axis, the batch included, places of a value in the order in which the result has them; all if undefined.
 */
export function along(
  node: GraphNode,
  value: GraphValue,
  lists: readonly (ArrayLike<number> | undefined)[],
  fill = 0,
): GraphValue {
  const { shape, indices } = selectAlong(fullShape(value), lists, fill);
  return moved(node, value, shape, indices, fill);
}

/** Places along one axis, all of the others. */
export function alongOne(node: GraphNode, value: GraphValue, axis: number, places: ArrayLike<number>): GraphValue {
  return along(
    node,
    value,
    fullShape(value).map((_, other) => (other === axis ? places : undefined)),
  );
}

/** So many places from one on. @throws UserError if they are more than anybody needs */
export function range(first: number, count: number, step = 1): Int32Array {
  if (count > 0) checkShape([count]);
  return Int32Array.from({ length: Math.max(0, count) }, (_, i) => first + i * step);
}
