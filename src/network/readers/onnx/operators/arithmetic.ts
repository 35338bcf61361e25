import { UserError } from '../../../../base/index.ts';
import {
  Add,
  clip,
  Concat,
  Divide,
  maximumOfTensors,
  Multiply,
  SmoothFunction,
  WeightedSum,
  type Layer,
} from '../../../layers/index.ts';
import { formatShape, sameShape, type Shape } from '../../../shape.ts';
import { broadcastOrder, channelFirstOrder, gather, sameOrder, scatter } from '../../order.ts';
import type { Operator, Translate } from '../operator.ts';
import { constantOf, isImage, type Constant, type Tensor, type Value } from '../value.ts';

/** The sum of any number of tensors and constants. */
export const add: Translate = (operator) => summed(operator);

export function summed(operator: Operator): Tensor {
  return sum(
    operator,
    operator.values.map(() => 1),
  );
}

export const subtract: Translate = (operator) => {
  expectTwo(operator);
  return sum(operator, [1, -1]);
};

export const mean: Translate = (operator) =>
  sum(operator, new Array<number>(operator.values.length).fill(1 / operator.values.length));

export const negate: Translate = (operator) => operator.append(minus(), [operator.tensor()]);

/** `-x`. */
export function minus(): WeightedSum {
  return new WeightedSum([Float64Array.of(-1)]);
}

export const multiply: Translate = (operator) => {
  const { tensors, constants } = operands(operator);
  const product = tensors.length === 1 ? tensors[0] : operator.append(new Multiply(), tensors);
  return constants.length === 0
    ? product
    : affine(
        operator,
        product,
        constants.reduce((a, b) => combined(a, b, (x, y) => x * y)),
      );
};

/** `x / c`, `c / x` or the quotient of two tensors. */
export const divide: Translate = (operator) => {
  expectTwo(operator);
  const [dividend] = operator.values;
  const { tensors, constants } = operands(operator);
  if (tensors.length === 2) return operator.append(new Divide(), tensors);
  const [constant] = constants;
  if (dividend.kind === 'tensor')
    return affine(
      operator,
      tensors[0],
      constant.map((c) => 1 / c),
    );
  const inverse = operator.append(new SmoothFunction('reciprocal'), tensors, `${operator.name}/reciprocal`);
  return affine(operator, inverse, constant);
};

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
  const one = Float64Array.of(1);
  const above = operator.append(clip(0, Infinity), [
    affine(
      operator,
      x,
      one,
      low.map((of) => -of),
    ),
  ]);
  return affine(operator, above, one, low);
}

function sum(operator: Operator, coefficients: readonly number[]): Tensor {
  const values = operator.values;
  const { tensors, constants } = operands(operator);
  const of = (kind: Value['kind']): number[] => coefficients.filter((_, i) => values[i].kind === kind);
  const biases = of('constant').map((coefficient, i) => constants[i].map((x) => bounded(coefficient * x)));
  const bias = biases.reduce<Float64Array>((a, b) => combined(a, b, (x, y) => x + y), Float64Array.of(0));
  const weights = of('tensor');
  const plain = constants.length === 0 && weights.length > 1 && weights.every((weight) => weight === 1);
  const layer: Layer = plain
    ? new Add()
    : new WeightedSum(
        weights.map((weight) => Float64Array.of(weight)),
        bias,
      );
  return operator.append(layer, tensors);
}

/**
 * Of what masks attention: what is infinite is the largest number of float32 here, by which it is nothing all the same.
 */
export function bounded(x: number): number {
  return x === Infinity || x === -Infinity ? Math.sign(x) * largestFloat32 : x;
}

export const largestFloat32 = (2 - 2 ** -23) * 2 ** 127;

/** `coefficients x + bias`, with numbers for all units of ours, for each channel or for each unit. */
export function affine(
  operator: Operator,
  x: Tensor,
  coefficients: Float64Array,
  bias: Float64Array = Float64Array.of(0),
): Tensor {
  return operator.append(new WeightedSum([compressed(coefficients, x.ours)], compressed(bias, x.ours)), [x]);
}

/** Element by element, of which the shorter one is repeated. */
function combined(a: Float64Array, b: Float64Array, value: (x: number, y: number) => number): Float64Array {
  const result = new Float64Array(Math.max(a.length, b.length));
  for (let i = 0; i < result.length; i++) result[i] = value(a[i % a.length], b[i % b.length]);
  return result;
}

/** As few of them as say the same: one, or one for each channel. */
export function compressed(numbers: Float64Array, ours: Shape): Float64Array {
  const period = [1, ours[ours.length - 1]].find((size) => numbers.every((x, i) => x === numbers[i % size]));
  return period === undefined ? numbers : numbers.slice(0, period);
}

/**
 * Tensors of one shape and layout, and constants as numbers for all of their units, for each channel or for each unit
 * of ours.
 */
interface Operands {
  readonly tensors: readonly Tensor[];
  readonly constants: readonly Float64Array[];
}

function operands(operator: Operator): Operands {
  return alike(operator, operator.values);
}

function expectTwo({ values }: Operator): void {
  if (values.length !== 2) throw new UserError(`it has ${values.length} inputs, expected two.`);
}

/** Brings values to one shape by NumPy's rules, or by those before opset 7. */
function alike(operator: Operator, given: readonly Value[]): Operands {
  if (given.length === 0) throw new UserError('it has no inputs.');
  const values = operator.opset < 7 && given.length === 2 ? alignedAtAxis(operator, given) : given;
  const shape = values.map((value) => value.shape).reduce((a, b) => broadcastShape(a, b));
  const repeated = (tensor: Tensor): Value =>
    sameShape(tensor.shape, shape) ? tensor : operator.moved(tensor, shape, orderTo(tensor.shape, shape));
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

/** The order of a shape that is repeated to another. */
export function orderTo(shape: Shape, target: Shape): Int32Array {
  const order = broadcastOrder(shape, target);
  if (order === undefined)
    throw new UserError(`its input ${formatShape(shape)} does not broadcast to ${formatShape(target)}.`);
  return order;
}
