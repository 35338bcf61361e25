import { UserError } from '../../../../base/index.ts';
import { Choose, WeightedSum } from '../../../layers/index.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Step } from '../step.ts';
import type { Constant, Tensor, Value } from '../value.ts';
import { bounded, broadcastShape, orderTo, spread } from './arithmetic.ts';
import { elementwise } from './constants.ts';
import { bentBetween } from './bentBetween.ts';
import { besideSteps } from './besideSteps.ts';
import { joinedPieces } from './joinedPieces.ts';
import { ofPieces, stepped } from './masked.ts';
import { meet } from './meeting.ts';
import { piecesOf } from './piecesOf.ts';

/** By a constant condition one of two values, element by element. */
export const where: Translate = (operator) => {
  const condition = operator.constant(0);
  const [yes, no] = [operator.value(1), operator.value(2)];
  if (yes.kind === 'constant' && no.kind === 'constant') {
    return elementwise([condition, yes, no], (which, a, b) => (which !== 0 ? a : b), yes.isInteger && no.isInteger);
  }
  const shape = [condition.shape, yes.shape, no.shape].reduce(broadcastShape);
  const repeated = (value: Value): Value => operator.moved(value, shape, orderTo(value.shape, shape));
  const chosen = new Set(condition.data.map((which) => Number(which !== 0)));
  if (chosen.size === 1) return repeated(chosen.has(1) ? yes : no);
  return byMask(operator, condition, repeated(yes), repeated(no));
};

/** `mask yes + (1 - mask) no`, where what is constant is a bias. */
function byMask(operator: Operator, condition: Constant, yes: Value, no: Value): Tensor {
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

/** By a comparison one of two values that are the same where it turns: a kink of each unit, or a choice. */
export function chosenBySteps(operator: Operator, condition: Step): Tensor {
  const { x } = condition;
  const values = [1, 2].map((index) => operator.value(index));
  const [above, below] = values.map((value) => piecesOf(operator, value, x));
  if (above !== undefined && below !== undefined)
    return ofPieces(
      operator,
      joinedPieces(condition, (holds) => (holds === 0 ? below : above)),
      x,
    );
  const [yes, no] = values.map((value) => besideSteps(operator, value, x));
  if (yes === undefined || no === undefined || !meet(operator, yes, no, condition))
    throw new UserError(
      'its condition is computed, and the values that it chooses from are not known to be the same where that turns: what a jump adds is in no gradient.',
    );
  if (condition.thresholds.length === 0) return operator.asTensor(condition.values[0] === 0 ? no : yes, x);
  return (
    bentBetween(operator, condition, (holds) => (holds === 0 ? no : yes)) ??
    operator.append(new Choose(), [
      stepped(operator, condition),
      ...[yes, no].map((value) => operator.arranged(operator.asTensor(value, x), x)),
    ])
  );
}
