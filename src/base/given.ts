/** Checks of what is given: of code without types it may be anything. Each throws one UserError. */
import { UserError } from './errors.ts';
import { isRecord } from './isRecord.ts';
import { asFloat64 } from './numbers.ts';
import { shown } from './shown.ts';

/** @throws UserError unless a value is a Float64Array */
export function checkVector(what: string, value: unknown): asserts value is Float64Array {
  if (!(value instanceof Float64Array)) throw unexpected(what, value, 'a Float64Array');
}

/** @throws UserError unless a value is a text */
export function checkText(what: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') throw unexpected(what, value, 'a text');
}

/** @throws UserError unless a value is a finite number */
export function checkNumber(what: string, value: unknown): asserts value is number {
  if (!Number.isFinite(value)) throw unexpected(what, value, 'a finite number');
}

/** @throws UserError unless a value is the content of a file */
export function checkBytes(what: string, value: unknown): asserts value is Uint8Array {
  if (!(value instanceof Uint8Array)) throw unexpected(what, value, 'a Uint8Array');
}

/** @throws UserError unless a value can be called */
export function checkFunction(what: string, value: unknown): void {
  if (typeof value !== 'function') throw unexpected(what, value, 'a function');
}

/** @throws UserError unless a value is a list */
export function checkList(what: string, value: unknown): asserts value is readonly unknown[] {
  if (!Array.isArray(value)) throw unexpected(what, value, 'a list');
}

/** @throws UserError unless a value is a Map */
export function checkMap(what: string, value: unknown): void {
  if (!(value instanceof Map)) throw unexpected(what, value, 'a Map');
}

/** @param fields that it should have, in words @throws UserError unless a value is an object */
export function checkRecord(
  what: string,
  value: unknown,
  fields: string,
): asserts value is Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw unexpected(what, value, `an object with ${fields}`);
}

/** Options of a call; none are an empty object. @throws UserError unless they are an object */
export function checkOptions(options: unknown): void {
  if (!isRecord(options)) throw new UserError(`The options are ${shown(options)}; expected an object, or none.`);
}

/** The numbers that a function gave. @throws UserError unless they are numbers */
export function numbersGiven(what: string, value: unknown): Float64Array {
  const numbers = asFloat64(value);
  if (numbers === undefined) throw unexpected(what, value, 'a Float64Array');
  return numbers;
}

function unexpected(what: string, value: unknown, expected: string): UserError {
  return new UserError(`The ${what} is ${shown(value)}; expected ${expected}.`);
}
