import { UserError } from '../../../../errors.ts';
import { Add, Normalize } from '../../../layers/index.ts';
import { formatShape, sameShape } from '../../../shape.ts';
import { broadcastOrder, gather, sameOrder, scatter } from '../../order.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Constant, Tensor } from '../value.ts';

/** `x + c`, `c + x`, or the sum of two tensors of one shape. */
export const add: Translate = (operator) => {
  const [a, b] = [operator.value(0), operator.value(1)];
  if (a.kind === 'constant' || b.kind === 'constant') return affine(operator, (c) => -c, () => 1);
  if (!sameShape(a.shape, b.shape) || !sameOrder(a.order, b.order)) {
    throw new UserError(`its inputs ${formatShape(a.shape)} and ${formatShape(b.shape)} differ in shape or layout.`);
  }
  return operator.append(new Add(), [a, operator.reshaped(b, a.ours)]);
};

/** `x - c` or `c - x`. */
export const subtract: Translate = (operator) => {
  const sign = operator.value(0).kind === 'constant' ? -1 : 1;
  return affine(operator, (c) => c, () => sign);
};

/** `x c` or `c x`. */
export const multiply: Translate = (operator) => affine(operator, () => 0, (c) => 1 / c);

/** `x / c`. */
export const divide: Translate = (operator) => {
  operator.constant(1);
  return affine(operator, () => 0, (c) => c);
};

/** One constant and one tensor as `(x - mean(c)) / deviation(c)`. */
function affine(operator: Operator, mean: (c: number) => number, deviation: (c: number) => number): Tensor {
  const constantIndex = operator.value(0).kind === 'constant' ? 0 : 1;
  const x = operator.tensor(1 - constantIndex);
  const constants = inOurOrder(operator.constant(constantIndex), x);
  const channels = x.ours[x.ours.length - 1];
  const period = [1, channels].find((size) => constants.every((c, i) => c === constants[i % size]));
  if (period === undefined) {
    const vector = operator.reshaped(x, [constants.length]);
    const shifted = operator.append(new Normalize(constants.map(mean), constants.map(deviation)), [vector]);
    return operator.reshaped(shifted, x.ours);
  }
  const parameters = constants.slice(0, period);
  return operator.append(new Normalize(parameters.map(mean), parameters.map(deviation)), [x]);
}

/** A constant broadcast to a tensor, an entry for each of our elements. */
function inOurOrder(constant: Constant, tensor: Tensor): Float64Array {
  const order = broadcastOrder(constant.shape, [1, ...tensor.shape]);
  if (order === undefined) {
    throw new UserError(`its constant of shape ${formatShape(constant.shape)} does not broadcast to ${formatShape(tensor.shape)}.`);
  }
  return scatter(gather(constant.data, order), tensor.order);
}
