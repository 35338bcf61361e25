import { UserError } from '../../../../base/index.ts';
import { formatShape, sameShape, type Shape } from '../../../shape.ts';
import { broadcastOrder, channelFirstOrder, gather, sameOrder, scatter } from '../../order.ts';
import type { Operator } from '../operator.ts';
import { isImage, type Constant, type Tensor, type Value } from '../value.ts';

/**
 * Tensors of one shape and layout, and constants as numbers for all of their units, for each channel or for each unit
 * of ours.
 */
export interface Operands {
  readonly tensors: readonly Tensor[];
  readonly constants: readonly Float64Array[];
}

/** All that an operator takes. */
export function operands(operator: Operator): Operands {
  return alike(operator, operator.values);
}

/** Brings values to one shape by NumPy's rules, or by those before opset 7. */
export function alike(operator: Operator, given: readonly Value[]): Operands {
  if (given.length === 0) throw new UserError('it has no inputs.');
  const values = operator.opset < 7 && given.length === 2 ? alignedAtAxis(operator, given) : given;
  const shape = values.map((value) => value.shape).reduce((a, b) => broadcastShape(a, b));
  const repeated = (tensor: Tensor): Value =>
    sameShape(tensor.shape, shape) ? tensor : repeatedTo(operator, tensor, shape);
  const tensors = values
    .filter((value) => value.kind === 'tensor')
    .map(repeated)
    .filter((value) => value.kind === 'tensor');
  const [first, ...others] = tensors;
  const constants = values.filter((value) => value.kind === 'constant');
  return {
    tensors: [first, ...others.map((other) => operator.arranged(other, first))],
    constants: constants.map((constant) => spread(constant, first)),
  };
}

/** As few of them as say the same: one, or one for each channel. */
export function compressed(numbers: Float64Array, ours: Shape): Float64Array {
  const period = [1, ours[ours.length - 1]].find((size) => numbers.every((x, i) => x === numbers[i % size]));
  return period === undefined ? numbers : numbers.slice(0, period);
}

/** A constant that broadcasts to a tensor, in our order: one number, one for each channel, or one for each unit. */
export function spread({ shape, data }: Constant, x: Tensor): Float64Array {
  if (data.length === 1) return data;
  const channels = x.shape[1];
  const byChannel =
    isImage(x.shape) && data.length === channels && shape.length > 2 && shape[shape.length - 3] === channels;
  if (byChannel && sameOrder(x.order, channelFirstOrder(x.ours))) return data;
  return compressed(scatter(gather(data, orderTo(shape, x.shape)), x.order), x.ours);
}

/** Before opset 7 the second operand stands at an axis of the first, and only if `broadcast` says so. */
function alignedAtAxis({ attributes }: Operator, [a, b]: readonly Value[]): Value[] {
  if (sameShape(a.shape, b.shape)) return [a, b];
  if (attributes.int('broadcast', 0) === 0)
    throw new UserError(
      `its inputs ${formatShape(a.shape)} and ${formatShape(b.shape)} differ; before opset 7 they must not, unless broadcast is 1.`,
    );
  const axis = attributes.int('axis', a.shape.length - b.shape.length);
  const behind = a.shape.length - (axis < 0 ? axis + a.shape.length : axis) - b.shape.length;
  if (behind < 0)
    throw new UserError(
      `its second input ${formatShape(b.shape)} does not fit at axis ${axis} of the first, ${formatShape(a.shape)}.`,
    );
  return [a, { ...b, shape: [...b.shape, ...Array.from({ length: behind }, () => 1)] }];
}

/** The shape to which two broadcast. */
export function broadcastShape(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  const at = (shape: Shape, axis: number): number => shape[axis - rank + shape.length] ?? 1;
  return Array.from({ length: rank }, (_, axis) => {
    const [x, y] = [at(a, axis), at(b, axis)];
    if (x !== y && x !== 1 && y !== 1)
      throw new UserError(`its inputs ${formatShape(a)} and ${formatShape(b)} do not broadcast to one shape.`);
    return x === 1 ? y : x;
  });
}

/** A value that is repeated to a shape. */
export function repeatedTo(operator: Operator, value: Value, shape: Shape): Value {
  return operator.moved(value, shape, orderTo(value.shape, shape));
}

/** The order of a shape that is repeated to another. */
export function orderTo(shape: Shape, target: Shape): Int32Array {
  const order = broadcastOrder(shape, target);
  if (order === undefined)
    throw new UserError(`its input ${formatShape(shape)} does not broadcast to ${formatShape(target)}.`);
  return order;
}
