import { PiecewiseLinear, WeightedSum } from '../../../layers/index.ts';
import type { Operator } from '../operator.ts';
import type { Step } from '../step.ts';
import type { Tensor, Value } from '../value.ts';
import { compressed, spread } from './broadcast.ts';
import { multiple } from './meeting.ts';

/**
 * One of two values, where that is a kink of each unit: on one side of a threshold they differ by a multiple of how far
 * it is. Slopes may be different from unit to unit. Undefined where they do not.
 *
 * @param step 0 below its only threshold and 1 above
 */
export function bentBetween(operator: Operator, step: Step, below: Value, above: Value): Tensor | undefined {
  return beyond(operator, step, below, above, 1) ?? beyond(operator, step, above, below, -1);
}

/** The value on the other side, and what is added on this one: above the threshold, or below it. */
function beyond(operator: Operator, step: Step, base: Value, value: Value, side: 1 | -1): Tensor | undefined {
  const { x, thresholds, valuesAt } = step;
  const factors = multiple(operator, value, base, step, side);
  if (factors === undefined) return undefined;
  const slopeAt = Number(valuesAt[0] === Number(side === 1));
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
