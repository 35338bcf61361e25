import { UserError } from '../../../../base/index.ts';
import { formatShape } from '../../../shape.ts';
import type { Operator, Translate } from '../operator.ts';
import { constantOf, type Constant } from '../value.ts';
import { elementwise } from './constants.ts';

/** `(x - zero) scale` of weights that are kept as whole numbers, with one scale or one for each place of an axis. */
export const dequantize: Translate = (operator) => {
  const x = operator.constant(0);
  const [scale, zero] = [alongAxis(operator, 1, x), operator.has(2) ? alongAxis(operator, 2, x) : constantOf([], [0])];
  return elementwise([x, scale, zero], (of, by, from) => (of - from) * by, false);
};

function alongAxis(operator: Operator, index: number, { shape }: Constant): Constant {
  const { data } = operator.constant(index);
  if (data.length === 1) return constantOf([], data);
  const axis = operator.axis(operator.attributes.int('axis', 1), shape.length);
  if (operator.attributes.int('block_size', 0) === 0 && data.length === shape[axis])
    return constantOf([data.length, ...shape.slice(axis + 1).map(() => 1)], data);
  throw new UserError(
    `its input ${index} has ${data.length} numbers for axis ${axis} of weights ${formatShape(shape)}, expected one for each place.`,
  );
}
