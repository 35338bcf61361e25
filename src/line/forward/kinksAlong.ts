import { Kinks } from '../memory/index.ts';
import type { NodePath } from './restriction.ts';

const none = new Kinks();

/** Goes through the groups of kinks of a path, one after the other. */
export class KinksAlong {
  /** The group that was taken last, and the kinks that it is one of. */
  kinks = none;
  group = 0;
  readonly #parts: Iterator<Kinks>;
  #next = 0;

  constructor({ kinks }: NodePath) {
    this.#parts = kinks()[Symbol.iterator]();
  }

  /** Takes the next group, if it is not beyond an alpha. */
  takeUpTo(alpha: number): boolean {
    while (this.#next === this.kinks.groups) {
      const part = this.#parts.next();
      if (part.done === true) return false;
      this.kinks = part.value;
      this.#next = 0;
    }
    const group = this.kinks.order[this.#next];
    if (this.kinks.alphas[group] > alpha) return false;
    this.group = group;
    this.#next++;
    return true;
  }
}
