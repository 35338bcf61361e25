import { UserError } from '../errors.ts';
import { checkFinite } from '../network/index.ts';

/** @throws UserError unless a point has as many numbers as the network takes, all finite */
export function checkPoint(what: string, point: Float64Array, size: number): void {
  if (point.length !== size) {
    throw new UserError(`The ${what} has ${point.length} numbers, the network takes ${size}.`);
  }
  checkFinite(what, point);
}
