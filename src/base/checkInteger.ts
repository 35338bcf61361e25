import { UserError } from './errors.ts';
import { shown } from './shown.ts';

/** @throws UserError unless the value is a whole number in these bounds */
export function checkInteger(what: string, value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): number {
  if (isWhole(value, least, most)) return value;
  throw new UserError(`${what} is ${shown(value)}; expected ${wholeIn(least, most)}.`);
}

/** Whether a value is a whole number in these bounds. */
export function isWhole(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most;
}

/** The same in words. */
export function wholeIn(least: number, most: number): string {
  return `a whole number from ${least}${most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : ''}`;
}
