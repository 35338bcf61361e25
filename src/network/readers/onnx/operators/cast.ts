import { UserError } from '../../../../base/index.ts';
import type { Translate } from '../operator.ts';

/** Identity, and Dropout at inference. */
export const identity: Translate = (operator) => operator.value(0);

/** Types of floating-point numbers in `to`. */
const floats = [1, 10, 11, 16];

/** INT and UINT of any size, and truth. */
const integers = [2, 3, 4, 5, 6, 7, 9, 12, 13];

/** Computed numbers are floats here, whatever their type; as whole ones they would have no gradient. */
export const cast: Translate = (operator) => {
  const value = operator.value(0);
  const to = operator.attributes.int('to', 1);
  const isInteger = integers.includes(to);
  if (!isInteger && !floats.includes(to)) throw new UserError(`it casts to type ${to}, which is no number.`);
  if (value.kind === 'constant') {
    const whole = (x: number): number => (to === 9 ? Number(x !== 0) : Math.trunc(x));
    return { ...value, isInteger, data: isInteger ? value.data.map(whole) : value.data };
  }
  if (isInteger) throw new UserError('it rounds computed numbers, through which no gradient passes.');
  return value;
};
