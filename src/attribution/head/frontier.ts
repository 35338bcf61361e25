import type { NodePath } from '../../line/index.ts';

/** The units of a frontier on their way along a line. */
export class Frontier {
  /** Their values where they are now, and their slopes from there on. */
  readonly values: Float64Array;
  readonly slopes: Float64Array;
  readonly #kinks: NodePath['kinks'];
  #next = 0;
  #alpha = 0;

  constructor({ values, slopes, kinks }: NodePath) {
    this.values = values.slice();
    this.slopes = slopes.slice();
    this.#kinks = kinks;
  }

  /** Goes on to an alpha, which is not before the last one. */
  runTo(alpha: number): void {
    const { groups, order, alphas } = this.#kinks;
    for (; this.#next < groups && alphas[order[this.#next]] <= alpha; this.#next++) {
      this.#advance(alphas[order[this.#next]]);
      this.#kinks.addChanges(order[this.#next], this.slopes);
    }
    this.#advance(alpha);
  }

  #advance(alpha: number): void {
    const length = alpha - this.#alpha;
    if (length === 0) return;
    for (let unit = 0; unit < this.values.length; unit++) this.values[unit] += this.slopes[unit] * length;
    this.#alpha = alpha;
  }
}
