import { PiecewiseLinear, SmoothFunction, WeightedSum } from '../../../layers/index.ts';
import type { Operator } from '../operator.ts';
import type { Step } from '../step.ts';
import type { Tensor } from '../value.ts';

/** The steps themselves, each of what bends at its threshold, so that exact methods find the place. */
export function stepped(operator: Operator, { x, thresholds, values, valuesAt }: Step): Tensor {
  const { name } = operator;
  const sides = thresholds.map((threshold, i) => {
    const isHeld = valuesAt[i] === values[i + 1];
    const tensor = operator.append(turn(threshold, !isHeld), [x], `${name}/beyond`);
    const jump = values[i + 1] - values[i];
    return {
      tensor: operator.append(new SmoothFunction('positive'), [tensor], `${name}/step`),
      weight: isHeld ? -jump : jump,
      constant: isHeld ? jump : 0,
    };
  });
  const constant = sides.reduce((sum, side) => sum + side.constant, values[0]);
  return operator.append(
    new WeightedSum(
      sides.map(({ weight }) => Float64Array.of(weight)),
      Float64Array.of(constant),
    ),
    sides.map(({ tensor }) => tensor),
    `${name}/steps`,
  );
}

/**
 * Above 0 on one side of a threshold, below it on the other, and steeper on one. Nowhere is it 0 but at the threshold:
 * what it is on a line is known but for rounding.
 */
function turn(threshold: number, isAbove: boolean): PiecewiseLinear {
  return isAbove
    ? new PiecewiseLinear([threshold], [1, 2], [1], -threshold)
    : new PiecewiseLinear([threshold], [-2, -1], [-1], 2 * threshold);
}
