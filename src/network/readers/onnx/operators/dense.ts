import { UserError } from '../../../../base/index.ts';
import { Add, Pointwise } from '../../../layers/index.ts';
import { formatShape, sizeOf } from '../../../shape.ts';
import { turned } from '../../../turned.ts';
import { denseLayer } from '../../dense.ts';
import { gather, identityOrder, scatter } from '../../order.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Constant, Tensor, Value } from '../value.ts';
import { affine } from './arithmetic.ts';
import { orderTo, repeatedTo } from './broadcast.ts';
import { reshapedTo } from './reshape.ts';
import { stackedProduct } from './stackedProduct.ts';
import { transposedTo } from './transpose.ts';

/** `alpha A B + beta C`, A and B transposed if transA and transB say so. */
export const gemm: Translate = (operator) => {
  const { attributes } = operator;
  const side = (index: number, name: string): Value => {
    const value = operator.value(index);
    if (value.shape.length !== 2)
      throw new UserError(`its input ${index}, ${formatShape(value.shape)}, is not a matrix.`);
    return attributes.int(name, 0) === 0 ? value : swapped(operator, value);
  };
  const [a, b] = [side(0, 'transA'), side(1, 'transB')];
  const [alpha, beta] = [attributes.float('alpha', 1), attributes.float('beta', 1)];
  const c = operator.has(2) ? operator.value(2) : undefined;
  const shape = [a.shape[0], b.shape[1]];
  if (a.kind === 'tensor' && b.kind === 'constant' && c?.kind !== 'tensor' && a.shape[0] === 1) {
    return dense(
      operator,
      a,
      scaledBy(alpha, b),
      c && scaledBy(beta, { ...c, shape, data: gather(c.data, orderTo(c.shape, shape)) }).data,
    );
  }
  const product = scaled(operator, multiplied(operator, a, b), alpha);
  if (c === undefined) return product;
  const repeated = repeatedTo(operator, c, shape);
  if (repeated.kind === 'tensor')
    return operator.append(new Add(), [product, scaled(operator, operator.arranged(repeated, product), beta)]);
  return affine(operator, product, Float64Array.of(1), scatter(scaledBy(beta, repeated).data, product.order));
};

export const matMul: Translate = (operator) => multiplied(operator, operator.value(0), operator.value(1));

/** The matrix product along the last two axes, by NumPy's rules. */
export function multiplied(operator: Operator, a: Value, b: Value): Tensor {
  if (a.shape.length === 0 || b.shape.length === 0)
    throw new UserError('one of its inputs is a single number, expected matrices.');
  if (a.shape.length === 1 || b.shape.length === 1) return multipliedVectors(operator, a, b);
  const inner = a.shape[a.shape.length - 1];
  if (b.shape[b.shape.length - 2] !== inner) {
    const expected =
      b.kind === 'constant'
        ? `, expected a vector of ${b.shape[b.shape.length - 2]} units, as its weights are for`
        : ` and ${formatShape(b.shape)}: they cannot be multiplied`;
    throw new UserError(`its input is ${formatShape(a.shape)}${expected}.`);
  }
  if (
    a.kind === 'tensor' &&
    b.kind === 'constant' &&
    b.data.length === sizeOf(b.shape.slice(-2)) &&
    b.shape.length > 2
  ) {
    const product = multiplied(operator, a, { ...b, shape: b.shape.slice(-2) });
    const ones = Array.from({ length: Math.max(0, b.shape.length - a.shape.length) }, () => 1);
    return reshapedTo(product, [...ones, ...product.shape]);
  }
  if (a.kind === 'tensor' && b.kind === 'constant' && b.shape.length === 2) {
    return sizeOf(a.shape) === inner
      ? reshapedTo(dense(operator, a, b), [...a.shape.slice(0, -1), b.shape[1]])
      : pointwise(operator, a, b);
  }
  if (a.kind === 'constant' && b.kind === 'tensor') {
    const product = multiplied(operator, swapped(operator, b), swapped(operator, a));
    const turned = swapped(operator, product);
    if (turned.kind === 'tensor') return turned;
  }
  return stackedProduct(operator, a, b);
}

/** A vector is a matrix of one row on the left, of one column on the right, and the product has no such axis. */
function multipliedVectors(operator: Operator, a: Value, b: Value): Tensor {
  const left = a.shape.length === 1 ? { ...a, shape: [1, ...a.shape] } : a;
  const right = b.shape.length === 1 ? { ...b, shape: [...b.shape, 1] } : b;
  const product = multiplied(operator, left, right);
  const rows = a.shape.length === 1 ? [] : product.shape.slice(-2, -1);
  return reshapedTo(product, [
    ...product.shape.slice(0, -2),
    ...rows,
    ...(b.shape.length === 1 ? [] : product.shape.slice(-1)),
  ]);
}

/** One vector by a matrix of inputs x units. */
export function dense(operator: Operator, x: Tensor, weights: Constant, bias?: Float64Array): Tensor {
  const [inputs, units] = weights.shape;
  if (x.order.length !== inputs)
    throw new UserError(
      `its input is ${formatShape(x.shape)}, expected a vector of ${inputs} units, as its weights are for.`,
    );
  const layer = denseLayer(weights.data, bias ?? new Float64Array(units), x.order);
  return {
    ...operator.append(layer, [operator.reshaped(x, [inputs])]),
    shape: [1, units],
    ours: [units],
    order: identityOrder(units),
  };
}

/** Every row by the same matrix. */
function pointwise(operator: Operator, x: Tensor, weights: Constant): Tensor {
  const [inputs, units] = weights.shape;
  const rows = { ours: [x.order.length / inputs, inputs], order: identityOrder(x.order.length) };
  const product = operator.append(new Pointwise(weights.data, new Float64Array(units)), [operator.arranged(x, rows)]);
  const places = rows.ours[0];
  return {
    ...product,
    shape: [...x.shape.slice(0, -1), units],
    ours: [places, units],
    order: identityOrder(places * units),
  };
}

/** The last two axes change places. */
export function swapped(operator: Operator, value: Value): Value {
  if (value.kind === 'constant' && value.shape.length === 2) {
    const [rows, columns] = value.shape;
    return { ...value, shape: [columns, rows], data: turned(value.data, rows, columns) };
  }
  const axes = value.shape.map((_, axis) => axis);
  axes.push(...axes.splice(-2).reverse());
  return transposedTo(operator, value, axes);
}

function scaledBy(factor: number, constant: Constant): Constant {
  return factor === 1 ? constant : { ...constant, data: constant.data.map((x) => factor * x) };
}

export function scaled(operator: Operator, x: Tensor, factor: number): Tensor {
  return factor === 1 ? x : affine(operator, x, Float64Array.of(factor));
}
