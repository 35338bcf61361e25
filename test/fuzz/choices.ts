/** Decisions of a mutation, drawn beforehand, so that fast-check can shrink them; 0 for ever when they are spent. */
export class Choices {
  readonly #numbers: readonly number[];
  #next = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** A whole number from 0 and below a limit. */
  below(limit: number): number {
    const number = this.#numbers.at(this.#next++) ?? 0;
    return limit > 0 ? number % limit : 0;
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }
}
