import { WeightedSum } from '../../../layers/index.ts';
import type { Operator, Translate } from '../operator.ts';
import { comparison, type Step } from '../step.ts';
import { constantOf, type Constant, type Tensor, type Value } from '../value.ts';
import { lowered } from './arithmetic.ts';
import { spread } from './broadcast.ts';
import { besideSteps } from './besideSteps.ts';
import { elementwise, ofConstants } from './constants.ts';
import { rooted } from './rooted.ts';

/** Whether numbers are greater or less than others; of what is computed beside one number, which pieces meet there. */
export function compared(isAbove: boolean, holdsAt: boolean): Translate {
  const holds = (a: number, b: number): boolean => (isAbove ? a > b : a < b) || (holdsAt && a === b);
  const folded = ofConstants((a, b) => Number(holds(a, b)));
  return (operator) =>
    withInfinity(operator, holds) ?? (withThreshold(operator, isAbove, holdsAt) ? [] : folded(operator));
}

/** What is computed is finite, and compares with an infinite number as 0 does. */
function withInfinity(operator: Operator, holds: (a: number, b: number) => boolean): Constant | undefined {
  const values = [operator.value(0), operator.value(1)];
  const constants = values.filter((value) => value.kind === 'constant');
  if (constants.length !== 1 || !constants[0].data.every((x) => Math.abs(x) === Infinity)) return undefined;
  const numbers = values.map((value) =>
    value.kind === 'constant' ? value : constantOf(value.shape, new Float64Array(value.order.length)),
  );
  return elementwise(numbers, (a, b) => Number(holds(a, b)), true);
}

/** Whether numbers are equal; of what is computed it is true of single numbers, or of whole pieces. */
export const equal: Translate = (operator) => {
  const unequal = withInfinity(operator, (a, b) => a === b);
  if (unequal !== undefined) return unequal;
  const [x, other] = [0, 1].map((index) => operator.value(index)).sort((a) => (a.kind === 'tensor' ? -1 : 1));
  if (x.kind === 'constant' || other.kind === 'tensor' || other.data.length !== 1)
    return ofConstants((a, b) => Number(a === b))(operator);
  const step = { x, thresholds: [other.data[0]], values: [0, 0], valuesAt: [1] };
  operator.translation.set(operator.node.output[0], rooted(operator, step));
  return [];
};

/** Keeps the comparison of a tensor with a number, or of its difference from something else with 0. */
function withThreshold(operator: Operator, isAbove: boolean, holdsAt: boolean): boolean {
  const [a, b] = [operator.value(0), operator.value(1)];
  const [x, other] = a.kind === 'tensor' ? [a, b] : [b, a];
  if (x.kind === 'constant') return false;
  const isAboveOther = isAbove === (x === a);
  const step =
    other.kind === 'constant' && other.data.length === 1
      ? comparison(x, other.data[0], isAboveOther, holdsAt)
      : difference(operator, x, other, isAboveOther, holdsAt);
  if (step !== undefined) operator.translation.set(operator.node.output[0], rooted(operator, step));
  return step !== undefined;
}

function difference(operator: Operator, x: Tensor, other: Value, isAbove: boolean, holdsAt: boolean): Step | undefined {
  const beside = besideSteps(operator, other, x);
  if (beside === undefined) return undefined;
  const less = operator.translation.difference(x, beside, () =>
    beside.kind === 'tensor'
      ? operator.append(new WeightedSum([Float64Array.of(1), Float64Array.of(-1)]), [x, beside])
      : lowered(operator, x, spread(beside, x)),
  );
  return { ...comparison(less, 0, isAbove, holdsAt), sides: [x, beside] };
}

/** -1, 0 or 1; of what is computed a function of steps. */
export const sign: Translate = (operator) => {
  const x = operator.value(0);
  if (x.kind === 'constant') return ofConstants(Math.sign, false)(operator);
  const step = { x, thresholds: [0], values: [-1, 1], valuesAt: [0] };
  operator.translation.set(operator.node.output[0], rooted(operator, step));
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
