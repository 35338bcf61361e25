import { UserError } from '../errors.ts';

/** @throws UserError that names the first entry which is NaN or infinite */
export function checkFinite(what: string, values: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw new UserError(`The ${what} is ${values[i]} at index ${i}; it must be finite.`);
  }
}
