import { UserError } from '../../base/index.ts';
import { constantUnits } from '../layers/index.ts';
import { inputName } from '../network.ts';
import { formatShape, sizeOf, type Shape } from '../shape.ts';
import type { Definitions } from './definitions.ts';

/**
 * Adds a node that gives the same numbers whatever the input is.
 *
 * @returns its name
 * @throws UserError if the numbers are not of the shape, or not finite
 */
export function constantNode(name: string, shape: Shape, numbers: ArrayLike<number>, nodes: Definitions): string {
  const values = Float64Array.from(numbers);
  if (values.length !== sizeOf(shape)) {
    throw new UserError(
      `${values.length} values are given for the input '${name}', expected ${sizeOf(shape)} (${formatShape(shape)}).`,
    );
  }
  if (!values.every(Number.isFinite))
    throw new UserError(`the values given for the input '${name}' are not all finite numbers.`);
  return nodes.append(name, constantUnits(shape, values), [inputName]);
}
