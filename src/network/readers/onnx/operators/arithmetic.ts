import { UserError } from '../../../../base/index.ts';
import { Add, Divide, Multiply, SmoothFunction, WeightedSum, type Layer } from '../../../layers/index.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Tensor, Value } from '../value.ts';
import { compressed, operands } from './broadcast.ts';

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

/** `x - numbers`, with numbers for all units of ours, for each channel or for each unit. */
export function lowered(operator: Operator, x: Tensor, numbers: Float64Array): Tensor {
  const negated = numbers.map((number) => -number);
  return affine(operator, x, Float64Array.of(1), negated);
}

/** Element by element, of which the shorter one is repeated. */
export function combined(a: Float64Array, b: Float64Array, value: (x: number, y: number) => number): Float64Array {
  const result = new Float64Array(Math.max(a.length, b.length));
  for (let i = 0; i < result.length; i++) result[i] = value(a[i % a.length], b[i % b.length]);
  return result;
}

function expectTwo({ values }: Operator): void {
  if (values.length !== 2) throw new UserError(`it has ${values.length} inputs, expected two.`);
}
