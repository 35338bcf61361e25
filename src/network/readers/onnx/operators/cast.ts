import { TensorProto_DataType } from 'onnx-buf';
import { UserError } from '../../../../base/index.ts';
import { inputName } from '../../../network.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Value } from '../value.ts';

export const identity: Translate = (operator) => operator.value(0);

/** Nothing at inference; whether it is in training is an input since opset 12. */
export const dropout: Translate = (operator) => {
  if (operator.opset >= 12 && operator.has(2) && operator.constant(2).data[0] !== 0)
    throw new UserError('it is in training mode, where it draws what it drops; export the model for inference.');
  return operator.value(0);
};

/** Types of floating-point numbers in `to`. */
const floats = [1, 10, 11, 16];

/** INT and UINT of any size, and truth, which is 9. */
const integers = [2, 3, 4, 5, 6, 7, 9, 12, 13];

/**
 * What float32 makes of a constant that is rounded to a whole number next. Files are made for float32: 10 times its 0.7
 * is 7 there, and below 7 in float64.
 */
export function beforeRounding(x: number): number {
  return Math.fround(x);
}

export const cast: Translate = (operator) => castTo(operator, integers.includes(typeOf(operator)), casting(operator));

/** To the type of another value. */
export const castLike: Translate = (operator) => {
  const like = operator.value(1);
  const isInteger = like.kind === 'constant' && like.isInteger;
  return castTo(operator, isInteger, isInteger ? Math.trunc : (x) => x);
};

/** Computed numbers are floats here, whatever their type; as whole ones they would have no gradient. */
function castTo(operator: Operator, isInteger: boolean, number: (x: number) => number): Value {
  const value = operator.value(0);
  if (value.kind === 'constant') {
    const rounds = isInteger && !value.isInteger;
    return { ...value, isInteger, data: value.data.map((x) => number(rounds ? beforeRounding(x) : x)) };
  }
  const isWhole = operator.translation.model.takesWhole === true && value.node === inputName;
  if (isInteger && !isWhole) throw new UserError('it rounds computed numbers, through which no gradient passes.');
  return value;
}

/** What becomes of a number. @throws UserError unless it stays one */
export function casting(operator: Operator): (x: number) => number {
  const to = typeOf(operator);
  if (floats.includes(to)) return (x) => x;
  if (!integers.includes(to)) throw new UserError(`it casts to type ${to}, which is no number.`);
  return to === 9 ? (x) => Number(x !== 0) : Math.trunc;
}

/** Before opset 6 the type is said by name. */
function typeOf({ attributes, opset }: Operator): number {
  if (opset >= 6) return attributes.int('to', TensorProto_DataType.FLOAT);
  const name = attributes.text('to', 'FLOAT');
  return Object.hasOwn(TensorProto_DataType, name)
    ? TensorProto_DataType[name as keyof typeof TensorProto_DataType]
    : 0;
}
