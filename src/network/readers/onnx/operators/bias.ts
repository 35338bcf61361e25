import { UserError } from '../../../../base/index.ts';
import type { Operator } from '../operator.ts';

/** The biases of a convolution, its third input; 0 where it has none. */
export function biasOf(operator: Operator, filters: number): Float64Array {
  const bias = operator.has(2) ? operator.constant(2).data : new Float64Array(filters);
  if (bias.length !== filters) throw new UserError(`it has ${filters} filters, but ${bias.length} biases.`);
  return bias;
}
