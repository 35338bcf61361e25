import { Kinks } from '../memory/index.ts';
import type { NodePath } from './restriction.ts';

const none = new Kinks();

/** The kinks of a network's outputs, one after the other. */
export interface OutputKinks {
  /** Where the last one is. */
  readonly alpha: number;
  /** Takes the next one, if it is not beyond an alpha. */
  takeUpTo(alpha: number): boolean;
  /** Changes slopes of the outputs as the last one does. */
  addTo(slopes: Float64Array): void;
  /** `sum of number * change of slope` over the outputs, of the last one. */
  times(numbers: Float64Array): number;
}

/** Goes through the groups of kinks of a path, one after the other. */
export class KinksAlong implements OutputKinks {
  /** The group that was taken last, and the kinks that it is one of. */
  kinks = none;
  group = 0;
  readonly #parts: Iterator<Kinks>;
  /** The part in which the next group is, and its place there. */
  #part = none;
  #next = 0;

  constructor({ kinks }: NodePath) {
    this.#parts = kinks()[Symbol.iterator]();
  }

  get alpha(): number {
    return this.kinks.alphas[this.group];
  }

  /** Takes the next group, if it is not beyond an alpha. */
  takeUpTo(alpha: number): boolean {
    while (this.#next === this.#part.groups) {
      const part = this.#parts.next();
      if (part.done === true) return false;
      this.#part = part.value;
      this.#next = 0;
    }
    const group = this.#part.order[this.#next];
    if (this.#part.alphas[group] > alpha) return false;
    this.kinks = this.#part;
    this.group = group;
    this.#next++;
    return true;
  }

  /** Visits the units that change by the last group. */
  forEach(visit: (unit: number, change: number) => void): void {
    this.kinks.forEach(this.group, visit);
  }

  addTo(slopes: Float64Array): void {
    this.kinks.addChanges(this.group, slopes);
  }

  times(numbers: Float64Array): number {
    let sum = 0;
    this.forEach((unit, change) => (sum += change * numbers[unit]));
    return sum;
  }
}
