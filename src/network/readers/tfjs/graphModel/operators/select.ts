import { WeightedSum } from '../../../../layers/index.ts';
import { checkShape, type Shape } from '../../../../shape.ts';
import { largestShape } from '../../../order.ts';
import type { TranslateNode } from '../graphNode.ts';
import type { Constant, GraphValue } from '../value.ts';
import { itemShapeOf, repeatedTo, spread } from './broadcast.ts';

/** By a condition that is constant one of two values, element by element: `mask yes + (1 - mask) no`. */
export const select: TranslateNode = (node) => {
  const [condition, yes, no] = [node.constant(0, 'condition'), node.value(1), node.value(2)];
  if (yes.kind === 'constant' && no.kind === 'constant') return ofConstants(condition, yes, no);
  const rank = Math.max(...[yes, no].map(({ kind, shape }) => (kind === 'computed' ? shape.length : 0)));
  const shape = checkShape(largestShape([condition, yes, no].map((value) => itemShape(value, rank))));
  const mask = spread(condition, shape).map((which) => Number(which !== 0));
  const sides = [
    { value: yes, weights: mask },
    { value: no, weights: mask.map((which) => 1 - which) },
  ];
  const computed = sides.flatMap(({ value, weights }) => (value.kind === 'computed' ? [{ value, weights }] : []));
  const [bias] = sides.flatMap(({ value, weights }) =>
    value.kind === 'constant' ? [chosen(spread(value, shape), weights)] : [],
  );
  return node.append(
    new WeightedSum(
      computed.map(({ weights }) => weights),
      bias,
    ),
    computed.map(({ value }) => repeatedTo(node, value, shape)),
  );
};

function itemShape(value: GraphValue, rank: number): Shape {
  return value.kind === 'constant' ? itemShapeOf(value, rank) : value.shape;
}

/** Numbers where they are chosen, whatever they are elsewhere. */
function chosen(numbers: Float64Array, mask: Float64Array): Float64Array {
  return numbers.map((number, i) => (mask[i] === 0 ? 0 : number));
}

function ofConstants(condition: Constant, yes: Constant, no: Constant): Constant {
  const shape = largestShape([condition.shape, yes.shape, no.shape]);
  const [which, a, b] = [condition, yes, no].map((of) => spread(of, shape));
  return { kind: 'constant', shape, data: which.map((holds, i) => (holds !== 0 ? a[i] : b[i])) };
}
