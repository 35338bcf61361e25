/** Mean of samples that are vectors, and its standard error, kept up to date one by one (Welford 1962). */
export class Moments {
  readonly mean: Float64Array;
  readonly #squares: Float64Array;
  #count = 0;

  constructor(size: number) {
    this.mean = new Float64Array(size);
    this.#squares = new Float64Array(size);
  }

  add(sample: Float64Array): void {
    this.#count += 1;
    sample.forEach((value, i) => {
      const before = value - this.mean[i];
      this.mean[i] += before / this.#count;
      this.#squares[i] += before * (value - this.mean[i]);
    });
  }

  /** The sample standard deviation, divided by n - 1 samples, over the root of n. */
  standardError(): Float64Array {
    return this.#squares.map((square) => Math.sqrt(square / (this.#count - 1) / this.#count));
  }
}
