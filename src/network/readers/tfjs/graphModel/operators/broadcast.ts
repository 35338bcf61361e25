import { UserError } from '../../../../../base/index.ts';
import { Select } from '../../../../layers/index.ts';
import { formatShape, sameShape, type Shape } from '../../../../shape.ts';
import { broadcastOrder, gather } from '../../../order.ts';
import type { GraphNode } from '../graphNode.ts';
import type { Computed, Constant } from '../value.ts';

/**
 * The shape of an item that a constant meets: without the batch of 1 that stands in front of as many axes as items
 * have.
 */
export function itemShapeOf({ shape }: Constant, rank: number): Shape {
  return shape.length === rank + 1 && shape[0] === 1 ? shape.slice(1) : shape;
}

/** A constant's numbers, one for each unit of an item. */
export function spread(constant: Constant, target: Shape): Float64Array {
  const shape = itemShapeOf(constant, target.length);
  const order = broadcastOrder(shape, target);
  if (order !== undefined) return gather(constant.data, order);
  throw new UserError(
    `its constant of shape ${formatShape(constant.shape)} does not broadcast to ${formatShape(target)}.`,
  );
}

/** A value repeated to a shape. */
export function repeatedTo(node: GraphNode, value: Computed, target: Shape): Computed {
  if (sameShape(value.shape, target)) return value;
  const order = broadcastOrder(value.shape, target);
  if (order !== undefined) return node.append(new Select(target, order), [value], '/broadcast');
  throw new UserError(`its input ${formatShape(value.shape)} does not broadcast to ${formatShape(target)}.`);
}
