import { UserError } from '../../../../errors.ts';
import { Add, Concat, Divide, maximumOfTensors, Multiply, Power, SmoothFunction, WeightedSum, type Layer } from '../../../layers/index.ts';
import { formatShape, sameShape, type Shape } from '../../../shape.ts';
import { broadcastOrder, gather, scatter } from '../../order.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Constant, Tensor, Value } from '../value.ts';

/** The sum of any number of tensors and constants. */
export const add: Translate = (operator) => sum(operator, operator.values.map(() => 1));

export const subtract: Translate = (operator) => sum(operator, [1, -1]);

export const mean: Translate = (operator) => sum(operator, new Array<number>(operator.values.length).fill(1 / operator.values.length));

export const negate: Translate = (operator) => operator.append(new WeightedSum([Float64Array.of(-1)]), [operator.tensor()]);

export const multiply: Translate = (operator) => {
  const { tensors, constants } = operands(operator);
  const factors = constants.map(({ data }) => data).reduce((product, data) => product.map((x, i) => x * data[i]), ones(tensors[0]));
  const product = tensors.length === 1 ? tensors[0] : operator.append(new Multiply(), tensors);
  return constants.length === 0 ? product : affine(operator, product, factors, 0);
};

/** `x / c`, `c / x` or the quotient of two tensors. */
export const divide: Translate = (operator) => {
  const [dividend] = operator.values;
  const { tensors, constants } = operands(operator);
  if (tensors.length === 2) return operator.append(new Divide(), tensors);
  const [{ data }] = constants;
  if (dividend.kind === 'tensor') return affine(operator, tensors[0], data.map((c) => 1 / c), 0);
  const inverse = operator.append(new SmoothFunction('reciprocal'), tensors, `${operator.name}/reciprocal`);
  return affine(operator, inverse, data, 0);
};

/** A constant power, the same for all units. */
export const power: Translate = (operator) => {
  const { data } = operator.constant(1);
  if (!data.every((exponent) => exponent === data[0])) throw new UserError('its exponents differ; only one for all units is supported.');
  if (data[0] === 1) return operator.tensor();
  return operator.append(data[0] === 2 ? new SmoothFunction('square') : new Power(data[0]), [operator.tensor()]);
};

export const maximum: Translate = (operator) => largest(operator, operator.values);

/** `min(x, y)` is `-max(-x, -y)`. */
export const minimum: Translate = (operator) => {
  const { name } = operator;
  const minus = (tensor: Tensor): Tensor => operator.append(new WeightedSum([Float64Array.of(-1)]), [tensor], `${name}/negated`);
  const negated = operator.values.map((value) => (value.kind === 'tensor' ? minus(value) : { ...value, data: value.data.map((x) => -x) }));
  return minus(largest(operator, negated));
};

function largest(operator: Operator, values: readonly Value[]): Tensor {
  const { tensors, constants } = alike(operator, values);
  if (tensors.length + constants.length === 1) return tensors[0];
  const [{ ours }] = tensors;
  const held = constants.map((constant) => operator.arranged(operator.asTensor(inShape(constant, tensors[0]), tensors[0]), tensors[0]));
  const parts = [...tensors, ...held].map((tensor) => operator.reshaped(tensor, [tensor.order.length]));
  const joined = operator.append(new Concat(0), parts, `${operator.name}/candidates`);
  return { ...operator.append(maximumOfTensors(ours, parts.length), [joined]), shape: tensors[0].shape, ours, order: tensors[0].order };
}

/** A constant as it was before it was brought into our order. */
function inShape({ data, ...constant }: Constant, { order, shape }: Tensor): Constant {
  return { ...constant, shape, data: gather(data, order) };
}

function sum(operator: Operator, coefficients: readonly number[]): Tensor {
  const values = operator.values;
  const { tensors, constants } = operands(operator);
  const of = (kind: Value['kind']): number[] => coefficients.filter((_, i) => values[i].kind === kind);
  const bias = new Float64Array(tensors[0].order.length);
  of('constant').forEach((coefficient, i) => { constants[i].data.forEach((x, unit) => (bias[unit] += coefficient * x)); });
  const weights = of('tensor');
  const plain = constants.length === 0 && weights.length > 1 && weights.every((weight) => weight === 1);
  const layer: Layer = plain ? new Add() : new WeightedSum(weights.map((weight) => Float64Array.of(weight)), compressed(bias, tensors[0].ours));
  return operator.append(layer, tensors);
}

/** `coefficients x + bias`, with coefficients for each of our units. */
export function affine(operator: Operator, x: Tensor, coefficients: Float64Array, bias: Float64Array | number): Tensor {
  const constant = typeof bias === 'number' ? Float64Array.of(bias) : compressed(bias, x.ours);
  return operator.append(new WeightedSum([compressed(coefficients, x.ours)], constant), [x]);
}

/** As few of them as say the same: one, or one for each channel. */
function compressed(numbers: Float64Array, ours: Shape): Float64Array {
  const period = [1, ours[ours.length - 1]].find((size) => numbers.every((x, i) => x === numbers[i % size]));
  return period === undefined ? numbers : numbers.slice(0, period);
}

/** Tensors of one shape and layout, and constants with a number for each of their units, in our order. */
interface Operands {
  readonly tensors: readonly Tensor[];
  readonly constants: readonly Constant[];
}

function operands(operator: Operator): Operands {
  return alike(operator, operator.values);
}

/** Brings values to one shape by NumPy's rules, or by those before opset 7. */
function alike(operator: Operator, given: readonly Value[]): Operands {
  const values = operator.opset < 7 && given.length === 2 ? alignedAtAxis(operator, given) : given;
  const shape = values.map((value) => value.shape).reduce((a, b) => broadcastShape(a, b));
  const repeated = values.map((value) => (sameShape(value.shape, shape) ? value : operator.moved(value, shape, orderTo(value.shape, shape))));
  const tensors = repeated.filter((value) => value.kind === 'tensor');
  const [first, ...others] = tensors;
  const constants = repeated.filter((value) => value.kind === 'constant');
  return {
    tensors: [first, ...others.map((other) => operator.arranged(other, first))],
    constants: constants.map((constant) => ({ ...constant, data: scatter(constant.data, first.order) })),
  };
}

/** Before opset 7 the second operand stands at an axis of the first, and only if `broadcast` says so. */
function alignedAtAxis({ attributes }: Operator, [a, b]: readonly Value[]): Value[] {
  if (sameShape(a.shape, b.shape)) return [a, b];
  if (attributes.int('broadcast', 0) === 0) throw new UserError(`its inputs ${formatShape(a.shape)} and ${formatShape(b.shape)} differ; before opset 7 they must not, unless broadcast is 1.`);
  const axis = attributes.int('axis', a.shape.length - b.shape.length);
  const behind = a.shape.length - (axis < 0 ? axis + a.shape.length : axis) - b.shape.length;
  if (behind < 0) throw new UserError(`its second input ${formatShape(b.shape)} does not fit at axis ${axis} of the first, ${formatShape(a.shape)}.`);
  return [a, { ...b, shape: [...b.shape, ...Array.from({ length: behind }, () => 1)] }];
}

function broadcastShape(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  const at = (shape: Shape, axis: number): number => shape[axis - rank + shape.length] ?? 1;
  return Array.from({ length: rank }, (_, axis) => {
    const [x, y] = [at(a, axis), at(b, axis)];
    if (x !== y && x !== 1 && y !== 1) throw new UserError(`its inputs ${formatShape(a)} and ${formatShape(b)} do not broadcast to one shape.`);
    return x === 1 ? y : x;
  });
}

/** The order of a shape that is repeated to another. */
export function orderTo(shape: Shape, target: Shape): Int32Array {
  const order = broadcastOrder(shape, target);
  if (order === undefined) throw new UserError(`its input ${formatShape(shape)} does not broadcast to ${formatShape(target)}.`);
  return order;
}

function ones({ order }: Tensor): Float64Array {
  return new Float64Array(order.length).fill(1);
}
