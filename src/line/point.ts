import { UserError } from '../errors.ts';

/** @throws UserError unless a point has as many numbers as the network takes, all finite */
export function checkPoint(what: string, point: Float64Array, size: number): void {
  if (point.length !== size) {
    throw new UserError(`The ${what} has ${point.length} numbers, the network takes ${size}.`);
  }
  const wrong = point.findIndex((x) => !Number.isFinite(x));
  if (wrong >= 0) throw new UserError(`The ${what} is ${point[wrong]} at index ${wrong}; it must be finite.`);
}
