import { clip, Concat, maximumOfTensors } from '../../../layers/index.ts';
import type { Operator, Translate } from '../operator.ts';
import { constantOf, type Constant, type Tensor, type Value } from '../value.ts';
import { affine, bounded, combined, lowered, minus } from './arithmetic.ts';
import { alike } from './broadcast.ts';

export const maximum: Translate = (operator) => largest(operator, operator.values);

/** `min(x, y)` is `-max(-x, -y)`. */
export const minimum: Translate = (operator) => {
  const { name } = operator;
  const negative = (tensor: Tensor): Tensor => operator.append(minus(), [tensor], `${name}/negated`);
  const negated = operator.values.map((value) =>
    value.kind === 'tensor' ? negative(value) : { ...value, data: value.data.map((x) => -x) },
  );
  return negative(largest(operator, negated));
};

function largest(operator: Operator, values: readonly Value[]): Tensor {
  const { tensors, constants } = alike(operator, values);
  const [first] = tensors;
  const of = tensors.length === 1 ? first : largestOf(operator, tensors);
  if (constants.length === 0) return of;
  const low = constants.reduce((a, b) => combined(a, b, Math.max));
  if (low.length === 1 && Number.isFinite(low[0])) return operator.append(clip(low[0], Infinity), [of]);
  return low.every((bound) => Math.abs(bound) <= mostShifted)
    ? atLeast(operator, of, low)
    : largestOf(operator, [of, operator.arranged(operator.asTensor(asConstant(low, of), of), of)]);
}

/** What is shifted by more loses digits. */
const mostShifted = 1024;

/** Numbers for units of ours as a constant of a tensor's shape. */
function asConstant(numbers: Float64Array, { order, shape }: Tensor): Constant {
  const data = Float64Array.from(order, (unit) => bounded(numbers[unit % numbers.length]));
  return constantOf(shape, data);
}

function largestOf(operator: Operator, tensors: readonly Tensor[]): Tensor {
  const [{ shape, ours, order }] = tensors;
  const parts = tensors.map((tensor) => operator.reshaped(tensor, [tensor.order.length]));
  const joined = operator.append(new Concat(0), parts, `${operator.name}/candidates`);
  return { ...operator.append(maximumOfTensors(ours, parts.length), [joined]), shape, ours, order };
}

/** What is not below numbers, for each channel or for each unit. */
function atLeast(operator: Operator, x: Tensor, low: Float64Array): Tensor {
  const above = operator.append(clip(0, Infinity), [lowered(operator, x, low)]);
  return affine(operator, above, Float64Array.of(1), low);
}
