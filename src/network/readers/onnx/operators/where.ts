import { WeightedSum } from '../../../layers/index.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Step } from '../step.ts';
import type { Constant, Tensor, Value } from '../value.ts';
import { bounded } from './arithmetic.ts';
import { broadcastShape, repeatedTo, spread } from './broadcast.ts';
import { elementwise } from './constants.ts';
import { numbered } from './numbered.ts';
import { settled } from './settled.ts';

/** By a constant condition one of two values, element by element. */
export const where: Translate = (operator) => {
  const condition = operator.constant(0);
  const [yes, no] = [operator.value(1), operator.value(2)];
  if (yes.kind === 'constant' && no.kind === 'constant') {
    return elementwise([condition, yes, no], (which, a, b) => (which !== 0 ? a : b), yes.isInteger && no.isInteger);
  }
  const shape = [condition.shape, yes.shape, no.shape].reduce(broadcastShape);
  const repeated = (value: Value): Value => repeatedTo(operator, value, shape);
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

/** By a comparison one of two values, which does not jump where they are the same when that turns. */
export function chosenBySteps(operator: Operator, condition: Step): Value | readonly Value[] {
  const [yes, no] = [1, 2].map((index) => operator.value(index));
  const why =
    'its condition is computed, and the values that it chooses from are not known to be the same where that turns: what a jump adds is in no gradient.';
  return settled(operator, { ...numbered(condition, (holds) => (holds === 0 ? no : yes)), why });
}
