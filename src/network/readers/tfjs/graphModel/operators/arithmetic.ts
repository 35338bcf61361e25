import { UserError } from '../../../../../base/index.ts';
import {
  clip,
  Concat,
  Divide,
  maximumOfTensors,
  Multiply,
  Power,
  Reshape,
  SmoothFunction,
  WeightedSum,
} from '../../../../layers/index.ts';
import { checkShape, sizeOf } from '../../../../shape.ts';
import type { GraphNode, TranslateNode } from '../graphNode.ts';
import type { Computed, Constant, GraphValue } from '../value.ts';
import { largestShape } from '../../../order.ts';
import { itemShapeOf, repeatedTo, spread } from './broadcast.ts';

/** An operator of two numbers, for constants, for a value and a constant on either side, and for two values. */
interface Binary {
  readonly fold: (a: number, b: number) => number;
  /** `scale x + shift` for a value and a constant behind it; in the other order where that is another function. */
  withConstant(constant: Float64Array, first: boolean): { scale: Float64Array; shift: Float64Array };
  joined(node: GraphNode, values: readonly Computed[]): Computed;
}

const one = Float64Array.of(1);
const zero = Float64Array.of(0);
const minusOne = Float64Array.of(-1);
const negated = (x: Float64Array): Float64Array => x.map((number) => -number);

const addition: Binary = {
  fold: (a, b) => a + b,
  withConstant: (constant) => ({ scale: one, shift: constant }),
  joined: (node, values) => node.append(new WeightedSum([one, one]), values),
};

const subtraction: Binary = {
  fold: (a, b) => a - b,
  withConstant: (constant, first) =>
    first ? { scale: minusOne, shift: constant } : { scale: one, shift: negated(constant) },
  joined: (node, values) => node.append(new WeightedSum([one, minusOne]), values),
};

const multiplication: Binary = {
  fold: (a, b) => a * b,
  withConstant: (constant) => ({ scale: constant, shift: zero }),
  joined: (node, values) => node.append(new Multiply(), values),
};

const division: Binary = {
  fold: (a, b) => a / b,
  withConstant: (constant) => ({ scale: constant.map((number) => 1 / number), shift: zero }),
  joined: (node, values) => node.append(new Divide(), values),
};

function binary(operation: Binary): (node: GraphNode) => GraphValue {
  return (node) => {
    const [a, b] = [node.value(0), node.value(1)];
    if (a.kind === 'constant' && b.kind === 'constant') return folded(a, b, operation);
    if (a.kind === 'computed' && b.kind === 'computed') return operation.joined(node, toOneShape(node, [a, b]));
    const [value, constant] = a.kind === 'computed' ? [a, b as Constant] : [b as Computed, a];
    const shape = checkShape(largestShape([value.shape, itemShapeOf(constant, value.shape.length)]));
    const { scale, shift } = operation.withConstant(spread(constant, shape), a.kind === 'constant');
    return node.append(new WeightedSum([scale], shift), [repeatedTo(node, value, shape)]);
  };
}

export const add = binary(addition);
export const subtract = binary(subtraction);
export const multiply = binary(multiplication);

/** A constant by a value is the value's reciprocal, scaled. */
export const divide: TranslateNode = (node) => {
  const [a, b] = [node.value(0), node.value(1)];
  if (a.kind === 'computed' || b.kind === 'constant') return binary(division)(node);
  const inverse = node.append(new SmoothFunction('reciprocal'), [b], '/reciprocal');
  return binary(multiplication)(node.taking([a, inverse]));
};

export const addAll: TranslateNode = (node) =>
  node.append(new WeightedSum(node.inputs.map(() => one)), toOneShape(node, node.inputs));

export const squaredDifference: TranslateNode = (node) => {
  const difference = binary(subtraction)(node);
  if (difference.kind === 'computed') return node.append(new SmoothFunction('square'), [difference], '/square');
  return { ...difference, data: difference.data.map((number) => number ** 2) };
};

/** `exp(x) - 1` */
export const expMinusOne: TranslateNode = (node) => {
  const power = node.append(new SmoothFunction('exp'), [node.computed()], '/exp');
  return node.append(new WeightedSum([one], minusOne), [power]);
};

/** `log(1 + x)` */
export const logOfOnePlus: TranslateNode = (node) => {
  const shifted = node.append(new WeightedSum([one], one), [node.computed()], '/shifted');
  return node.append(new SmoothFunction('log'), [shifted]);
};

/** Within bounds that are numbers, with derivative 1 at them. */
export const clipByValue: TranslateNode = (node) => {
  const [low, high] = [1, 2].map((index) => node.constant(index, 'bound').data[0]);
  return node.append(clip(low, high));
};

/** To a power that is one number. */
export const power: TranslateNode = (node) => {
  const [base, { data }] = [node.value(0), node.constant(1, 'exponent')];
  if (data.some((number) => number !== data[0])) throw new UserError('its exponents differ, which is not supported.');
  if (base.kind === 'constant') return { ...base, data: base.data.map((number) => number ** data[0]) };
  return node.append(new Power(data[0]), [base]);
};

export const maximum: TranslateNode = (node) => {
  if (areConstant(node)) return folded(node.constant(0, 'input'), node.constant(1, 'input'), { fold: Math.max });
  const bound = boundOf(node);
  if (bound === undefined) return largest(node, toOneShape(node, [node.value(0), node.value(1)]));
  return node.append(clip(bound.number, Infinity, bound.slopeAt), [bound.value]);
};

/** The least is the largest of the negated, negated. */
export const minimum: TranslateNode = (node) => {
  if (areConstant(node)) return folded(node.constant(0, 'input'), node.constant(1, 'input'), { fold: Math.min });
  const bound = boundOf(node);
  if (bound !== undefined) return node.append(clip(-Infinity, bound.number, bound.slopeAt), [bound.value]);
  const inputs = toOneShape(node, [node.value(0), node.value(1)]);
  const turned = inputs.map((input) => node.append(new WeightedSum([minusOne]), [input], '/negated'));
  return node.append(new WeightedSum([minusOne]), [largest(node, turned, '/maximum')]);
};

/**
 * A value and one number that it is compared with; where both are equal TensorFlow's derivative is that of the first.
 */
function boundOf(node: GraphNode): { value: Computed; number: number; slopeAt: number } | undefined {
  const [a, b] = [node.value(0), node.value(1)];
  const [value, bound] = a.kind === 'computed' ? [a, b] : [b, a];
  if (value.kind !== 'computed' || bound.kind !== 'constant' || bound.data.length !== 1) return undefined;
  const isNoMore =
    itemShapeOf(bound, value.shape.length).length <= value.shape.length && Number.isFinite(bound.data[0]);
  return isNoMore ? { value, number: bound.data[0], slopeAt: value === a ? 1 : 0 } : undefined;
}

function areConstant({ inputs }: GraphNode): boolean {
  return inputs.every(({ kind }) => kind === 'constant');
}

function largest(node: GraphNode, inputs: readonly Computed[], suffix = ''): Computed {
  const [{ shape }] = inputs;
  const rows = inputs.map((input) => node.append(new Reshape([1, ...shape]), [input], '/row'));
  return node.append(maximumOfTensors(shape, inputs.length), [node.append(new Concat(0), rows, '/joined')], suffix);
}

function toOneShape(node: GraphNode, values: readonly GraphValue[]): Computed[] {
  const rank = Math.max(...values.map(({ kind, shape }) => (kind === 'computed' ? shape.length : 0)));
  const items = values.map((value): GraphValue =>
    value.kind === 'constant' ? { ...value, shape: itemShapeOf(value, rank) } : value,
  );
  const shape = checkShape(largestShape(items.map((item) => item.shape)));
  return items.map((item) => repeatedTo(node, node.asComputed(item), shape));
}

function folded(a: Constant, b: Constant, { fold }: Pick<Binary, 'fold'>): Constant {
  const shape = largestShape([a.shape, b.shape]);
  const [x, y] = [spread(a, shape), spread(b, shape)];
  return { kind: 'constant', shape, data: Float64Array.from({ length: sizeOf(shape) }, (_, i) => fold(x[i], y[i])) };
}
