import { UserError } from '../../../../errors.ts';
import { decodeConstant } from '../constant.ts';
import type { Translate } from '../operator.ts';
import type { Constant } from '../value.ts';

/** A tensor, a number or a list of numbers among the node's attributes. */
export const constant: Translate = ({ attributes }) => {
  const tensor = attributes.get('value')?.t;
  if (tensor !== undefined) return decodeConstant(tensor);
  const number = attributes.get('value_float')?.f ?? attributes.get('value_int')?.i;
  if (number !== undefined) return numbers([], [number]);
  const list = attributes.get('value_floats')?.floats ?? attributes.get('value_ints')?.ints;
  if (list !== undefined) return numbers([list.length], list);
  throw new UserError('it holds neither a tensor nor numbers.');
};

function numbers(shape: readonly number[], values: readonly (number | bigint)[]): Constant {
  return { kind: 'constant', shape, data: Float64Array.from(values, Number) };
}
