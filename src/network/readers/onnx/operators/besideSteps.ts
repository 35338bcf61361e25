import { sameShape } from '../../../shape.ts';
import type { Operator } from '../operator.ts';
import type { Tensor, Value } from '../value.ts';
import { broadcastShape, repeatedTo } from './broadcast.ts';

/** A value in the shape of a tensor, and in its layout; undefined where that is the smaller one. */
export function besideSteps(operator: Operator, value: Value, x: Tensor): Value | undefined {
  if (!sameShape(broadcastShape(value.shape, x.shape), x.shape)) return undefined;
  const repeated = repeatedTo(operator, value, x.shape);
  return repeated.kind === 'tensor' ? operator.arranged(repeated, x) : repeated;
}
