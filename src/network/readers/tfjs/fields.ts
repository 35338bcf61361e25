import { isObject, UserError } from '../../../base/index.ts';

/** An object of a model's JSON, its fields by name and type. `null` is as good as missing. */
export class Fields {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #known = new Set<string>();

  /** @param what it is, for the message if it is no object */
  constructor(value: unknown, what: string) {
    if (!isObject(value)) throw new UserError(`${what} is ${print(value)}, expected an object.`);
    this.#values = value;
  }

  get names(): string[] {
    return Object.keys(this.#values);
  }

  /** All of them, whatever they hold. */
  get all(): Readonly<Record<string, unknown>> {
    return this.#values;
  }

  has(name: string): boolean {
    return (this.#values[name] ?? null) !== null;
  }

  number(name: string, missing?: number): number {
    return this.#read(name, missing, isNumber, 'a number');
  }

  /** A number of units, filters or the like. */
  count(name: string, missing?: number): number {
    return this.#read(name, missing, isCount, 'a whole number above 0');
  }

  flag(name: string, missing: boolean): boolean {
    return this.#read(name, missing, (value) => typeof value === 'boolean', 'true or false');
  }

  text(name: string, missing?: string): string {
    return this.#read(name, missing, isText, 'a word');
  }

  list(name: string, missing?: readonly unknown[]): readonly unknown[] {
    return this.#read(name, missing, (value): value is unknown[] => Array.isArray(value), 'a list');
  }

  /** A list of words. */
  texts(name: string): readonly string[] {
    return this.#read(name, undefined, isTexts, 'a list of words');
  }

  /** A list of numbers. */
  numbers(name: string): readonly number[] {
    return this.#read(name, undefined, isNumbers, 'a list of numbers');
  }

  /** A list of numbers, or a single one without a list. */
  numberOrNumbers(name: string, missing?: number): readonly number[] {
    return this.isList(name) ? this.numbers(name) : [this.number(name, missing)];
  }

  /** A list of whole numbers from 0. */
  sizes(name: string): readonly number[] {
    return this.#read(name, undefined, isSizes, 'a list of whole numbers from 0');
  }

  /** Sizes along axes: so many whole numbers above 0, or one for all axes. */
  counts(name: string, axes: number, missing?: number): readonly number[] {
    const is = (value: unknown): value is number | readonly number[] =>
      isCount(value) || (isSizes(value) && value.length === axes && !value.includes(0));
    const value = this.#read(name, missing, is, `${axes === 1 ? 'a whole number' : `${axes} whole numbers`} above 0`);
    return typeof value === 'number' ? new Array<number>(axes).fill(value) : value;
  }

  isNumber(name: string): boolean {
    return isNumber(this.#values[name]);
  }

  isText(name: string): boolean {
    return isText(this.#values[name]);
  }

  isList(name: string): boolean {
    return Array.isArray(this.#values[name]);
  }

  object(name: string): Fields {
    this.#known.add(name);
    return new Fields(this.#values[name], `its '${name}'`);
  }

  /** Whatever a field holds. */
  value(name: string): unknown {
    this.#known.add(name);
    return this.#values[name];
  }

  /** Fields that say nothing about values at inference. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.#known.add(name);
  }

  /** Fields with a value that were neither read nor ignored. */
  get unread(): string[] {
    return this.names.filter((name) => this.has(name) && !this.#known.has(name));
  }

  /** A field as messages print it. */
  print(name: string): string {
    return print(this.#values[name]);
  }

  #read<T>(name: string, missing: T | undefined, is: (value: unknown) => value is T, expected: string): T {
    this.#known.add(name);
    const value = this.#values[name] ?? missing;
    if (is(value)) return value;
    throw new UserError(`its '${name}' is ${print(value)}, expected ${expected}.`);
  }
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** True for a list of whole numbers from 0. */
export function isSizes(value: unknown): value is readonly number[] {
  return isNumbers(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** True for a whole number above 0. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isNumber);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

/** JSON has no other numbers, but 1e999 is read as Infinity. */
function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

const longestPrint = 60;

/** Objects and lists of lists are only hinted at: they may be as deep as they like. */
export function print(value: unknown, depth = 2): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'number') return String(value);
  if (isText(value)) return JSON.stringify(value.slice(0, longestPrint));
  if (!Array.isArray(value)) return isObject(value) ? 'an object' : JSON.stringify(value);
  const items = value.slice(0, longestPrint).map((item) => (depth > 0 ? print(item, depth - 1) : '...'));
  return `[${items.join(',').slice(0, longestPrint)}]`;
}
