import { UserError } from '../../errors.ts';
import { formatShape, sizeOf, type Shape } from '../shape.ts';

/** What a file of a network may leave to its reader. */
export interface ReadOptions {
  /** Shape of the input, without batch, where the file does not say all sizes. */
  readonly inputShape?: Shape;
  /** Name of the output; the first one if it is not given. */
  readonly output?: string;
  /** Values of inputs by name, in the file's order: of all inputs but the one to explain. */
  readonly inputs?: Readonly<Record<string, ArrayLike<number>>>;
}

/**
 * The shape of an input, without batch, of which a file may leave sizes open.
 *
 * @param declared `undefined` for sizes that are open
 * @throws UserError that asks for the shape where sizes are open, or says which of those that were given are not the file's
 */
export function inputShapeOf(declared: readonly (number | undefined)[], given: Shape | undefined): Shape {
  const printed = declared.map((size) => size ?? '?').join('x');
  if (given === undefined) {
    if (declared.length > 0 && declared.every((size) => size !== undefined)) return checked(declared);
    throw new UserError(`its input has shape '${printed}', which leaves sizes open. Say them with the option inputShape.`);
  }
  const fits = given.length === declared.length && declared.every((size, axis) => size === undefined || size === given[axis]);
  if (fits && given.length > 0) return checked(given);
  throw new UserError(`its input has shape '${printed}', which is not the inputShape ${formatShape(given)} that was given.`);
}

function checked(shape: Shape): Shape {
  if (shape.every((size) => Number.isSafeInteger(size) && size > 0) && sizeOf(shape) <= mostUnits) return shape;
  throw new UserError(`its input has shape '${formatShape(shape)}', expected sizes above 0 and at most ${mostUnits} units.`);
}

/** A vector of more float64 numbers takes half a gigabyte. */
const mostUnits = 2 ** 26;
