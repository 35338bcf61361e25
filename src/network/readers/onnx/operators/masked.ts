import { UserError } from '../../../../base/index.ts';
import { Multiply, PiecewiseLinear, SmoothFunction, WeightedSum } from '../../../layers/index.ts';
import type { Operator } from '../operator.ts';
import type { Step } from '../step.ts';
import { constantOf, type Tensor } from '../value.ts';
import { affine } from './arithmetic.ts';
import { bentBetween } from './bentBetween.ts';
import { besideSteps } from './besideSteps.ts';
import { joinedPieces } from './joinedPieces.ts';
import { meet } from './meeting.ts';
import { scaled, type Pieces } from './pieces.ts';
import { piecesOf } from './piecesOf.ts';

const zero = constantOf([], [0]);

/**
 * A function of steps times a function of the same numbers that is 0 wherever the first one jumps, so that the product
 * does not: a function of pieces where it is one, else a product with a factor whose derivative is 0.
 */
export function masked(operator: Operator, step: Step, factor: Tensor): Tensor {
  const { x } = step;
  const pieces = piecesOf(operator, factor, x);
  if (pieces !== undefined)
    return ofPieces(
      operator,
      joinedPieces(step, (value) => scaled(pieces, value, 0)),
      x,
    );
  const beside = besideSteps(operator, factor, x);
  if (beside?.kind !== 'tensor' || !meet(operator, beside, zero, step))
    throw new UserError(
      `it multiplies by a function of steps, which jumps at ${step.thresholds.join(', ')}, what is not known to be 0 there, and what a jump adds is in no gradient.`,
    );
  if (step.thresholds.length === 0) return affine(operator, beside, Float64Array.from(step.values));
  return (
    bentBetween(operator, step, (value) => affine(operator, beside, Float64Array.of(value))) ??
    operator.append(new Multiply(), [beside, stepped(operator, step)])
  );
}

/** A function of the units of a tensor; no layer where it is the tensor itself. */
export function ofPieces(operator: Operator, { thresholds, slopes, slopesAt, intercepts }: Pieces, x: Tensor): Tensor {
  if (thresholds.length > 0)
    return operator.append(new PiecewiseLinear(thresholds, slopes, slopesAt, intercepts[0]), [x]);
  if (slopes[0] === 1 && intercepts[0] === 0) return x;
  return affine(operator, x, Float64Array.of(slopes[0]), Float64Array.of(intercepts[0]));
}

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
