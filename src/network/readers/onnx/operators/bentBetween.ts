import { PiecewiseLinear, WeightedSum } from '../../../layers/index.ts';
import type { Operator } from '../operator.ts';
import type { Step } from '../step.ts';
import type { Tensor, Value } from '../value.ts';
import { compressed, spread } from './broadcast.ts';
import { multiple } from './meeting.ts';

/**
 * By a function of steps one of two values, where that is a kink of each unit: on one side of the only threshold the
 * values differ by a multiple of how far it is. Slopes may be different from unit to unit. Undefined where they do not.
 *
 * @param of the value that belongs to one of the steps
 */
export function bentBetween(operator: Operator, step: Step, of: (value: number) => Value): Tensor | undefined {
  if (step.thresholds.length !== 1 || !step.values.includes(step.valuesAt[0])) return undefined;
  return beyond(operator, step, of, 1) ?? beyond(operator, step, of, -1);
}

/** The value on the other side, and what is added on this one: above the threshold, or below it. */
function beyond(operator: Operator, step: Step, of: (value: number) => Value, side: 1 | -1): Tensor | undefined {
  const { x, thresholds, values, valuesAt } = step;
  const [otherStep, thisStep] = side === 1 ? values : values.toReversed();
  const base = of(otherStep);
  const factors = multiple(operator, of(thisStep), base, step, side);
  if (factors === undefined) return undefined;
  const slopeAt = valuesAt[0] === thisStep ? 1 : 0;
  const distance =
    side === 1
      ? new PiecewiseLinear(thresholds, [0, 1], [slopeAt], 0)
      : new PiecewiseLinear(thresholds, [1, 0], [slopeAt], -thresholds[0]);
  const tensor = operator.append(distance, [x], `${operator.name}/beyond`);
  const weights = compressed(factors, x.ours);
  return base.kind === 'constant'
    ? operator.append(new WeightedSum([weights], spread(base, x)), [tensor])
    : operator.append(new WeightedSum([Float64Array.of(1), weights]), [base, tensor]);
}
