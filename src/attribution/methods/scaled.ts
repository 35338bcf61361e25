import { product } from '../numbers/index.ts';
import type { MethodOptions } from './methodOptions.ts';

/** Global attributions are gradients times what these are by, or what that changes; local ones the gradients alone. */
export function scaled(
  gradients: Float64Array,
  by: Float64Array,
  { multiplyByInputs = true }: MethodOptions,
): Float64Array {
  return multiplyByInputs ? product(gradients, by) : gradients;
}
