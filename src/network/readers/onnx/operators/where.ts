import { UserError } from '../../../../base/index.ts';
import { PiecewiseLinear, WeightedSum } from '../../../layers/index.ts';
import type { Comparison } from '../comparison.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Constant, Tensor, Value } from '../value.ts';
import { bounded, broadcastShape, orderTo, spread } from './arithmetic.ts';
import { elementwise } from './constants.ts';
import { pieceAt, piecesOf, slopeAt, type Pieces } from './pieces.ts';

/**
 * By a constant condition one of two values, element by element; by a comparison with a number one of two
 * piecewise-linear functions of what is compared.
 */
export const where: Translate = (operator) => {
  const comparison = operator.translation.comparison(operator.node.input[0]);
  if (comparison !== undefined) return joinedAt(operator, comparison);
  const condition = operator.constant(0);
  const [yes, no] = [operator.value(1), operator.value(2)];
  if (yes.kind === 'constant' && no.kind === 'constant') {
    return elementwise([condition, yes, no], (which, a, b) => (which !== 0 ? a : b), yes.isInteger && no.isInteger);
  }
  const shape = [condition.shape, yes.shape, no.shape].reduce(broadcastShape);
  const repeated = (value: Value): Value => operator.moved(value, shape, orderTo(value.shape, shape));
  const chosen = new Set(condition.data.map((which) => Number(which !== 0)));
  if (chosen.size === 1) return repeated(chosen.has(1) ? yes : no);
  return masked(operator, condition, repeated(yes), repeated(no));
};

/** `mask yes + (1 - mask) no`, where what is constant is a bias. */
function masked(operator: Operator, condition: Constant, yes: Value, no: Value): Tensor {
  const [first] = [yes, no].filter((value) => value.kind === 'tensor');
  const mask = spread(condition, first).map((which) => Number(which !== 0));
  const sides = [
    { value: yes, weights: mask },
    { value: no, weights: mask.map((which) => 1 - which) },
  ];
  const tensors = sides.flatMap(({ value, weights }) => (value.kind === 'tensor' ? [{ value, weights }] : []));
  const biases = sides.flatMap(({ value, weights }) =>
    value.kind === 'constant' ? [chosen(spread(value, first), weights)] : [],
  );
  return operator.append(
    new WeightedSum(
      tensors.map(({ weights }) => weights),
      biases[0],
    ),
    tensors.map(({ value }) => operator.arranged(value, first)),
  );
}

/** Numbers where weights are not 0, without what they are elsewhere. */
function chosen(numbers: Float64Array, weights: Float64Array): Float64Array {
  return Float64Array.from({ length: Math.max(numbers.length, weights.length) }, (_, i) =>
    weights[i % weights.length] === 0 ? 0 : bounded(numbers[i % numbers.length]),
  );
}

function joinedAt(operator: Operator, comparison: Comparison): Tensor {
  const { x, threshold, isAbove, holdsAt } = comparison;
  const [yes, no] = [1, 2].map((index) => piecesOf(operator, operator.value(index), x));
  if (yes === undefined || no === undefined)
    throw new UserError(
      'its condition is computed, and what it chooses from is no piecewise-linear function of what is compared there.',
    );
  const [low, high] = isAbove ? [no, yes] : [yes, no];
  const joined = join(low, high, threshold, slopeAt(holdsAt ? yes : no, threshold));
  const { thresholds, slopes, slopesAt, intercepts } = joined;
  return operator.append(new PiecewiseLinear(thresholds, slopes, slopesAt, intercepts[0]), [x]);
}

/** One function up to a threshold, and from there another, which must agree there. */
function join(low: Pieces, high: Pieces, threshold: number, slope: number): Pieces {
  const [last, next] = [pieceAt(low, threshold), high.thresholds.filter((of) => of <= threshold).length];
  const ends = [
    low.intercepts[last] + low.slopes[last] * threshold,
    high.intercepts[next] + high.slopes[next] * threshold,
  ];
  if (Math.abs(ends[0] - ends[1]) > float32 * Math.max(1, Math.abs(threshold)))
    throw new UserError(
      `it jumps at ${threshold}, from ${ends[0]} to ${ends[1]}, and what a jump adds is in no gradient.`,
    );
  return {
    thresholds: [...low.thresholds.slice(0, last), threshold, ...high.thresholds.slice(next)],
    slopes: [...low.slopes.slice(0, last + 1), ...high.slopes.slice(next)],
    slopesAt: [...low.slopesAt.slice(0, last), slope, ...high.slopesAt.slice(next)],
    intercepts: [...low.intercepts.slice(0, last + 1), ...high.intercepts.slice(next)],
  };
}

/** Numbers of a file are rounded to it. */
const float32 = 2 ** -23;
