import { UserError } from '../../../../../base/index.ts';
import { MatMul, Pointwise, Reshape, Select } from '../../../../layers/index.ts';
import { sizeOf, type Shape } from '../../../../shape.ts';
import { gather, isIdentity, transposedOrder } from '../../../order.ts';
import type { GraphNode, TranslateNode } from '../graphNode.ts';
import type { Computed, GraphValue } from '../value.ts';

type Letters = readonly string[];

/** A tensor without its batch, and a letter for each of its axes. */
interface Lettered {
  readonly value: GraphValue;
  readonly letters: Letters;
}

/** A product of two tensors, summed over the letters that the result has not: a product of matrices. */
export const einsum: TranslateNode = (node) => {
  const equation = node.attributes.word('equation', '').replace(/\s/g, '');
  const refusal = new UserError(`its equation is '${equation}', which is no product of matrices for each item.`);
  const words = /^([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)$/.exec(equation);
  if (words === null || node.inputs.length !== 2) throw refusal;
  const [a, b, result] = words.slice(1).map((word) => Array.from(word));
  const operands = [a, b].map((letters, i) => withoutBatch(node.value(i), letters, result, refusal));
  // The factors may change places, so that a constant stands behind.
  const [left, right] = operands[0].value.kind === 'constant' ? operands.toReversed() : operands;
  return multiplied(node, [left, right], result.slice(1), refusal);
};

/** The first letter of computed tensors is that of the batch, which the result begins with and constants lack. */
function withoutBatch(value: GraphValue, letters: Letters, result: Letters, refusal: UserError): Lettered {
  const hasBatch = value.kind === 'computed';
  const item = hasBatch ? letters.slice(1) : letters;
  const fits = item.length === value.shape.length && new Set(letters).size === letters.length;
  if (!fits || (hasBatch && letters[0] !== result[0]) || item.includes(result[0])) throw refusal;
  return { value, letters: item };
}

function multiplied(
  node: GraphNode,
  [a, b]: readonly [Lettered, Lettered],
  result: Letters,
  refusal: UserError,
): Computed {
  const shared = a.letters.filter((letter) => b.letters.includes(letter));
  const [places, inner] = [true, false].map((kept) => shared.filter((letter) => result.includes(letter) === kept));
  const rows = a.letters.filter((letter) => !shared.includes(letter));
  const columns = b.letters.filter((letter) => !shared.includes(letter));
  const order = [...places, ...rows, ...columns];
  if (inner.length === 0 || order.toSorted().join('') !== result.toSorted().join('')) throw refusal;
  const sizes = new Map([a, b].flatMap(({ value, letters }) => letters.map((of, i) => [of, value.shape[i]] as const)));
  if ([a, b].some(({ value, letters }) => letters.some((of, i) => sizes.get(of) !== value.shape[i]))) throw refusal;
  const shapeOf = (letters: Letters): number[] => letters.map((of) => sizes.get(of) ?? 1);
  const matrices = (...groups: readonly Letters[]): Shape =>
    (places.length === 0 ? groups : [places, ...groups]).map((group) => sizeOf(shapeOf(group)));
  const left = node.asComputed(arranged(node, a, [...places, ...rows, ...inner], matrices(rows, inner)));
  const right = arranged(node, b, [...places, ...inner, ...columns], matrices(inner, columns));
  const product =
    right.kind === 'constant' && places.length === 0
      ? node.append(new Pointwise(right.data, new Float64Array(right.shape[1])), [left], '/product')
      : node.append(new MatMul(), [left, node.asComputed(right)], '/product');
  const apart = node.append(new Reshape(orOne(shapeOf(order))), [product], '/axes');
  return node.asComputed(arranged(node, { value: apart, letters: order }, result, orOne(shapeOf(result))));
}

/** What has no axes is one unit. */
function orOne(shape: Shape): Shape {
  return shape.length === 0 ? [1] : shape;
}

/** A tensor with its axes in another order, in a shape of as many units. */
function arranged(node: GraphNode, { value, letters }: Lettered, order: Letters, shape: Shape): GraphValue {
  const axes = order.map((letter) => letters.indexOf(letter));
  const indices = axes.length === 0 ? Int32Array.of(0) : transposedOrder(value.shape, axes);
  if (value.kind === 'constant') return { kind: 'constant', shape, data: gather(value.data, indices) };
  const layer = isIdentity(indices) ? new Reshape(shape) : new Select(shape, indices);
  return node.append(layer, [value], '/arranged');
}
