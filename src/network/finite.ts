import { UserError } from '../errors.ts';

/** @throws UserError that names the first entry which is NaN or infinite */
export function checkFinite(what: string, values: Float64Array): void {
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw new UserError(`The ${what} is ${values[wrong]} at index ${wrong}; it must be finite.`);
}
