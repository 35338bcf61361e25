import { UserError } from '../../../../../base/index.ts';
import { linearAlong, maximumAlong, SmoothFunction, sumAlong, WeightedSum } from '../../../../layers/index.ts';
import { sameShape, sizeOf, type Shape } from '../../../../shape.ts';
import { broadcastOrder } from '../../../order.ts';
import type { GraphNode, TranslateNode } from '../graphNode.ts';
import { fullShape, type Computed, type Constant } from '../value.ts';
import { axisOf, reshaped } from './moving.ts';

/** How numbers along some axes become one, which keeps those axes with size 1. */
interface Reduction {
  readonly fold: (numbers: readonly number[]) => number;
  readonly reduce: (node: GraphNode, input: Computed, axes: readonly number[]) => Computed;
}

/** Over axes that a constant names; they go, or stay with size 1. */
function reduction({ fold, reduce }: Reduction): TranslateNode {
  return (node) => {
    const input = node.value(0);
    const shape = fullShape(input);
    const axes = [...node.constant(1, 'axes').data].map((axis) => axisOf(axis, shape));
    const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
    const left = shape.filter((_, axis) => !axes.includes(axis));
    const result = node.attributes.flag('keep_dims') ? kept : left;
    if (input.kind === 'constant') return { ...input, shape: result, data: folded(input, kept, fold) };
    if (axes.includes(0)) throw new UserError('it reduces the batch, whose items are apart.');
    const reduced = reduce(
      node,
      input,
      axes.map((axis) => axis - 1),
    );
    return sameShape(result, kept) ? reduced : reshaped(node, reduced, result, '/reshape');
  };
}

/** Numbers of a constant that fall onto each place of a shape. */
function folded({ shape, data }: Constant, kept: Shape, fold: Reduction['fold']): Float64Array {
  const places = broadcastOrder(kept, shape) ?? new Int32Array();
  const groups = Array.from({ length: sizeOf(kept) }, (): number[] => []);
  places.forEach((place, i) => groups[place].push(data[i]));
  return Float64Array.from(groups, fold);
}

const total = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

export const mean = reduction({
  fold: (numbers) => total(numbers) / numbers.length,
  reduce: (node, input, axes) =>
    node.append(
      sumAlong(input.shape, axes, (size) => 1 / size),
      [input],
    ),
});
export const sum = reduction({
  fold: total,
  reduce: (node, input, axes) => node.append(sumAlong(input.shape, axes), [input]),
});
export const max = reduction({
  fold: (numbers) => Math.max(...numbers),
  reduce: (node, input, axes) => node.append(maximumAlong(input.shape, axes), [input]),
});

/** The least is the largest of the negated, negated. */
export const min = reduction({
  fold: (numbers) => Math.min(...numbers),
  reduce(node, input, axes) {
    const negated = node.append(negation(), [input], '/negated');
    return node.append(negation(), [node.append(maximumAlong(input.shape, axes), [negated], '/maximum')]);
  },
});

/** The root of the sum of squares. */
export const norm = reduction({
  fold: (numbers) => Math.hypot(...numbers),
  reduce(node, input, axes) {
    const squares = node.append(new SmoothFunction('square'), [input], '/square');
    const sums = node.append(sumAlong(input.shape, axes), [squares]);
    return node.append(new SmoothFunction('sqrt'), [sums], '/root');
  },
});

/** Of constants: whether all numbers are other than 0, or some. */
export const all = ofConstantsAlone((numbers) => Number(numbers.every((x) => x !== 0)));
export const any = ofConstantsAlone((numbers) => Number(numbers.some((x) => x !== 0)));

function ofConstantsAlone(fold: Reduction['fold']): TranslateNode {
  return reduction({
    fold,
    reduce() {
      throw new UserError('it tests computed numbers, which has no gradient.');
    },
  });
}

/** Sums of all places up to each along an axis: without its own if exclusive, from the end if reversed. */
export const cumulativeSum: TranslateNode = (node) => {
  const input = node.computed();
  const axis = axisOf(node.whole(1, 'axis'), fullShape(input)) - 1;
  if (axis < 0) throw new UserError('it sums over the batch, whose items are apart.');
  const [isExclusive, isReversed] = [node.attributes.flag('exclusive'), node.attributes.flag('reverse')];
  const size = input.shape[axis];
  const rows = Array.from({ length: size }, (_, place) => {
    const [first, end] = isReversed ? [place + Number(isExclusive), size] : [0, place + Number(!isExclusive)];
    return new Float64Array(size).fill(1, first, end);
  });
  return node.append(
    linearAlong(
      input.shape,
      input.shape.map((_, other) => (other === axis ? rows : undefined)),
    ),
  );
};

export const product = reduction({
  fold: (numbers) => numbers.reduce((a, b) => a * b, 1),
  reduce() {
    throw new UserError('it multiplies computed numbers, which is not supported.');
  },
});

function negation(): WeightedSum {
  return new WeightedSum([Float64Array.of(-1)]);
}
