import type { Operator, Translate } from '../operator.ts';
import { ofConstants } from './constants.ts';

/** Whether numbers are greater or less than others; of what is computed beside one number, which pieces meet there. */
export function compared(isAbove: boolean, holdsAt: boolean): Translate {
  const holds = (a: number, b: number): boolean => (isAbove ? a > b : a < b) || (holdsAt && a === b);
  const folded = ofConstants((a, b) => Number(holds(a, b)));
  return (operator) => (withThreshold(operator, isAbove, holdsAt) ? [] : folded(operator));
}

/** Keeps the comparison of a tensor with a number. */
function withThreshold(operator: Operator, isAbove: boolean, holdsAt: boolean): boolean {
  const [a, b] = [operator.value(0), operator.value(1)];
  const [x, constant] = a.kind === 'tensor' ? [a, b] : [b, a];
  if (x.kind === 'constant' || constant.kind === 'tensor' || constant.data.length !== 1) return false;
  const [threshold] = constant.data;
  operator.translation.compare(operator.node.output[0], { x, threshold, isAbove: isAbove === (x === a), holdsAt });
  return true;
}
