import { UserError } from '../base/index.ts';

/** @throws UserError unless the value of an option is a whole number that is not below the least */
export function checkWhole(option: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new UserError(`--${option} is ${value}; expected a whole number from ${least}.`);
}
