import { selectAlong } from '../../../layers/index.ts';
import { sizeOf } from '../../../shape.ts';
import { identityOrder } from '../../order.ts';
import type { Operator } from '../operator.ts';
import type { Value } from '../value.ts';

/** Along each axis some of its places. */
export function along(operator: Operator, value: Value, lists: readonly (Int32Array | undefined)[], fill = 0): Value {
  if (lists.every((list) => list === undefined)) return value;
  const shape = value.shape.map((size, axis) => lists[axis]?.length ?? size);
  if (sizeOf(shape) === 0) return operator.moved(value, shape, identityOrder(0));
  return operator.moved(value, shape, selectAlong(value.shape, lists, fill).indices, fill);
}
