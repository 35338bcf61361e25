import { UserError } from '../base/index.ts';

/** True if no entry is NaN or infinite: 0 times either is NaN. */
export function isFinite(values: ArrayLike<number>): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += 0 * values[i];
  return sum === 0;
}

/** @throws UserError that names the first entry which is NaN or infinite */
export function checkFinite(what: string, values: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]))
      throw new UserError(`The ${what} is ${values[i]} at index ${i}; it must be finite.`);
  }
}
