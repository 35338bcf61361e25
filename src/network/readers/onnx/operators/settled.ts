import { attempt, UserError } from '../../../../base/index.ts';
import { Choose } from '../../../layers/index.ts';
import type { Branches } from '../branches.ts';
import type { Operator } from '../operator.ts';
import type { Step } from '../step.ts';
import type { Tensor, Value } from '../value.ts';
import { bentBetween } from './bentBetween.ts';
import { besideSteps } from './besideSteps.ts';
import { joinedPieces } from './joinedPieces.ts';
import { meet } from './meeting.ts';
import { piecesOf } from './piecesOf.ts';
import { ofPieces } from './ofPieces.ts';
import { stepped } from './stepped.ts';

/**
 * One value or another by a function of steps, as a tensor: pieces of each unit, kinks, or choices. Where the values
 * are not known to meet that is kept for what it is added to: the sum may not jump.
 */
export function settled(operator: Operator, { step, values, why }: Branches): Value | readonly Value[] {
  const keep = (because: string): readonly Value[] => {
    operator.translation.set(operator.node.output[0], { step, values, why: because });
    return [];
  };
  const pieces = values.map((value) => piecesOf(operator, value, step.x));
  if (isWhole(pieces)) {
    const joined = attempt(() =>
      ofPieces(
        operator,
        joinedPieces(step, (value) => pieces[value]),
        step.x,
      ),
    );
    return joined instanceof UserError ? keep(joined.message) : joined;
  }
  const beside = values.map((value) => besideSteps(operator, value, step.x));
  return isWhole(beside) && meetAll(operator, step, beside) ? chosen(operator, step, beside) : keep(why);
}

function isWhole<T>(list: readonly (T | undefined)[]): list is readonly T[] {
  return !list.includes(undefined);
}

/** The function at one of its thresholds, where it is 0 below and 1 above. */
function at({ x, sides, thresholds, values, valuesAt }: Step, i: number): Step {
  const holdsAt = valuesAt[i] === values[i + 1] && valuesAt[i] !== values[i];
  return { x, ...(sides && { sides }), thresholds: [thresholds[i]], values: [0, 1], valuesAt: [Number(holdsAt)] };
}

function meetAll(operator: Operator, step: Step, values: readonly Value[]): boolean {
  return step.thresholds.every((_, i) =>
    meet(operator, values[step.values[i]], values[step.values[i + 1]], at(step, i)),
  );
}

/** Threshold by threshold the value below it or the next one. */
function chosen(operator: Operator, step: Step, values: readonly Value[]): Tensor {
  const tensorOf = (value: Value): Tensor => operator.arranged(operator.asTensor(value, step.x), step.x);
  const all = step.thresholds.reduce<Value>((below, _, i) => {
    const [one, above] = [at(step, i), values[step.values[i + 1]]];
    return (
      bentBetween(operator, one, below, above) ??
      operator.append(new Choose(), [stepped(operator, one), tensorOf(above), tensorOf(below)])
    );
  }, values[step.values[0]]);
  return tensorOf(all);
}
