import { UserError } from '../../../../base/index.ts';
import { LogSoftmax, Softmax, type Layer } from '../../../layers/index.ts';
import { formatShape, sizeOf } from '../../../shape.ts';
import type { Operator, Translate } from '../operator.ts';
import { axisInLayout, constantOf, type Value } from '../value.ts';

export const softmax: Translate = (operator) => alongAxis(operator, (axis) => new Softmax(axis), 1);

export const logSoftmax: Translate = (operator) => alongAxis(operator, (axis) => new LogSoftmax(axis), 0);

/**
 * Before opset 13 the axes from `axis` on are one.
 *
 * @param ofOne what becomes of a single unit
 */
function alongAxis(operator: Operator, create: (axis: number) => Layer, ofOne: number): Value {
  const x = operator.tensor();
  const rank = x.shape.length;
  const together = operator.opset < 13;
  const axis = operator.axis(operator.attributes.int('axis', together ? 1 : -1), rank);
  const size = together ? sizeOf(x.shape.slice(axis)) : x.shape[axis];
  if (size === 1 && axis === 0 && rank > 1)
    throw new UserError(
      `it runs along axis 0 of its input ${formatShape(x.shape)}, that of the batch, where it is constant.`,
    );
  if (size === 1) return constantOf(x.shape, new Float64Array(x.order.length).fill(ofOne));
  if (!together) return operator.append(create(axisInLayout(x.shape, axis)), [operator.natural(x)]);
  const natural = operator.natural({ ...x, shape: [x.order.length / size, size] });
  return { ...operator.append(create(natural.ours.length - 1), [natural]), shape: x.shape };
}
