import type { Operator, Translate } from '../operator.ts';
import { comparison } from '../step.ts';
import { constantOf } from '../value.ts';
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
  operator.translation.setStep(operator.node.output[0], comparison(x, threshold, isAbove === (x === a), holdsAt));
  return true;
}

/** -1, 0 or 1; of what is computed a function of steps. */
export const sign: Translate = (operator) => {
  const x = operator.value(0);
  if (x.kind === 'constant') return ofConstants(Math.sign, false)(operator);
  operator.translation.setStep(operator.node.output[0], { x, thresholds: [0], values: [-1, 1], valuesAt: [0] });
  return [];
};

/** Whether numbers are none, or infinite. Of what is computed none is: inputs are finite. */
export function isNotFinite(holds: (x: number) => boolean): Translate {
  const folded = ofConstants((x) => Number(holds(x)));
  return (operator) => {
    const value = operator.value(0);
    return value.kind === 'constant'
      ? folded(operator)
      : constantOf(
          value.shape,
          value.order.map(() => 0),
          true,
        );
  };
}

/** An attribute for each sign says whether infinite numbers of it count. */
export const isInf: Translate = (operator) => {
  const counts = (sign: 'negative' | 'positive'): boolean => operator.attributes.int(`detect_${sign}`, 1) !== 0;
  return isNotFinite((x) => (x === Infinity && counts('positive')) || (x === -Infinity && counts('negative')))(
    operator,
  );
};
