import { UserError } from './errors.ts';
import { shown } from './shown.ts';

/** @throws UserError unless a value is a Float64Array; of code without types it may be anything */
export function checkVector(what: string, value: unknown): void {
  if (value instanceof Float64Array) return;
  throw new UserError(`The ${what} is ${shown(value)}; expected a Float64Array.`);
}

/** @throws UserError unless a value is a text; of code without types it may be anything */
export function checkText(what: string, value: unknown): void {
  if (typeof value === 'string') return;
  throw new UserError(`The ${what} is ${shown(value)}; expected a text.`);
}
