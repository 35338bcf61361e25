import { UserError } from '../../../../base/index.ts';
import { Fields } from '../fields.ts';

/** Attributes of a node, which JSON has as TensorFlow's protocol buffers: whole numbers as words, words in base 64. */
export class Attributes {
  readonly #fields: Fields;

  constructor(node: Fields) {
    this.#fields = node.has('attr') ? node.object('attr') : new Fields({}, 'attributes');
  }

  flag(name: string): boolean {
    return this.#fields.has(name) && this.#fields.object(name).flag('b', false);
  }

  number(name: string, missing: number): number {
    return this.#fields.has(name) ? this.#fields.object(name).number('f', missing) : missing;
  }

  whole(name: string, missing: number): number {
    return this.#fields.has(name) ? wholeOf(this.#fields.object(name).value('i') ?? missing, name) : missing;
  }

  word(name: string, missing: string): string {
    return this.#fields.has(name) ? decoded(this.#fields.object(name).text('s', ''), name) : missing;
  }

  wholes(name: string): number[] {
    return this.#list(name, 'i').map((value) => wholeOf(value, name));
  }

  words(name: string): string[] {
    return this.#list(name, 's').map((value) => decoded(String(value), name));
  }

  #list(name: string, kind: 'i' | 's'): readonly unknown[] {
    if (!this.#fields.has(name)) return [];
    const value = this.#fields.object(name);
    return value.has('list') ? value.object('list').list(kind, []) : [];
  }
}

function wholeOf(value: unknown, name: string): number {
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
  if (Number.isSafeInteger(number)) return number;
  throw new UserError(`its attribute ${name} is not a whole number.`);
}

function decoded(text: string, name: string): string {
  try {
    return atob(text);
  } catch {
    throw new UserError(`its attribute ${name} is not in base 64.`);
  }
}
