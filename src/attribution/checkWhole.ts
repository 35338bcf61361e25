import { UserError } from '../base/index.ts';

/** @throws UserError unless the value is a whole number that is not below the least */
export function checkWhole(what: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new UserError(`The ${what} is ${value}; expected a whole number from ${least}.`);
}
