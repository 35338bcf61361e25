import { UserError } from '../../../errors.ts';

/** An object of a model's JSON, its fields by name and type. `null` is as good as missing. */
export class Fields {
  readonly #values: Readonly<Record<string, unknown>>;

  /** @param what it is, for the message if it is no object */
  constructor(value: unknown, what: string) {
    if (!isObject(value)) throw new UserError(`${what} is ${print(value)}, expected an object.`);
    this.#values = value;
  }

  has(name: string): boolean {
    return (this.#values[name] ?? null) !== null;
  }

  number(name: string, missing?: number): number {
    return this.#read(name, missing, isNumber, 'a number');
  }

  flag(name: string, missing: boolean): boolean {
    return this.#read(name, missing, (value) => typeof value === 'boolean', 'true or false');
  }

  text(name: string, missing?: string): string {
    return this.#read(name, missing, (value) => typeof value === 'string', 'a word');
  }

  list(name: string): readonly unknown[] {
    return this.#read(name, undefined, (value): value is unknown[] => Array.isArray(value), 'a list');
  }

  /** A list of words. */
  texts(name: string): readonly string[] {
    return this.#read(name, undefined, isTexts, 'a list of words');
  }

  /** A list of numbers. */
  numbers(name: string): readonly number[] {
    return this.#read(name, undefined, isNumbers, 'a list of numbers');
  }

  /** A list of whole numbers from 0. */
  sizes(name: string): readonly number[] {
    return this.#read(name, undefined, isSizes, 'a list of whole numbers from 0');
  }

  /** Sizes along rows and columns. */
  pair(name: string, missing?: Pair): Pair {
    return this.#read(name, missing, isSizePair, 'two whole numbers above 0');
  }

  isList(name: string): boolean {
    return Array.isArray(this.#values[name]);
  }

  object(name: string): Fields {
    return new Fields(this.#values[name], `its '${name}'`);
  }

  #read<T>(name: string, missing: T | undefined, is: (value: unknown) => value is T, expected: string): T {
    const value = this.#values[name] ?? missing;
    if (is(value)) return value;
    throw new UserError(`its '${name}' is ${print(value)}, expected ${expected}.`);
  }
}

export type Pair = readonly [number, number];

/** True for two whole numbers from 0. */
export function isPair(value: unknown): value is Pair {
  return isSizes(value) && value.length === 2;
}

function isSizes(value: unknown): value is readonly number[] {
  return isNumbers(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function isSizePair(value: unknown): value is Pair {
  return isPair(value) && !value.includes(0);
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isNumber);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const longestPrint = 60;

function print(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, longestPrint);
}
