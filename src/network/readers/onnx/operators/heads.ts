import { UserError } from '../../../../base/index.ts';
import { formatShape } from '../../../shape.ts';
import type { Operator } from '../operator.ts';
import type { Value } from '../value.ts';
import { reshapedTo } from './reshape.ts';
import { transposedTo } from './transpose.ts';

/** Items x heads x steps x units, of which an input may have heads and units as one axis, behind the steps. */
export function headsApart(operator: Operator, value: Value, heads: number): Value {
  const { shape } = value;
  if (shape.length === 4) return value;
  const units = (shape[2] ?? 0) / heads;
  if (shape.length !== 3 || !(Number.isInteger(units) && units >= 1))
    throw new UserError(`its input ${formatShape(shape)} has no units for ${heads} heads.`);
  return transposedTo(operator, reshapedTo(value, [shape[0], shape[1], heads, units]), [0, 2, 1, 3]);
}

/** Items x steps x units of all heads, one head after the other. */
export function headsTogether(operator: Operator, value: Value): Value {
  const [items, heads, steps, units] = value.shape;
  return reshapedTo(transposedTo(operator, value, [0, 2, 1, 3]), [items, steps, heads * units]);
}
