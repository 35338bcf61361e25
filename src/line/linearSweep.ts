import { sizeOf, type Linear } from '../network/index.ts';
import { Kinks } from './kinks.ts';
import { SparseVector } from './sparseVector.ts';

/** Passes kinks through a linear node: a kink of size d at unit j becomes kinks of size `d * M[:, j]`. */
export class LinearSweep {
  readonly kinks = new Kinks();
  readonly #operation: Linear;
  readonly #sources: readonly Kinks[];
  readonly #heads: Int32Array;
  readonly #sum: SparseVector;

  /** @param sources kinks of the inputs in the current block, sorted */
  constructor(operation: Linear, sources: readonly Kinks[]) {
    this.#operation = operation;
    this.#sources = sources;
    this.#heads = new Int32Array(sources.length);
    this.#sum = new SparseVector(sizeOf(operation.shape), operation.matrices[0].tileRows);
  }

  /** Takes the sources' kinks of one block. Groups at the same alpha become one. */
  advance(): void {
    const { kinks } = this;
    kinks.clear();
    this.#heads.fill(0);
    for (;;) {
      const alpha = this.#nextAlpha();
      if (alpha === Infinity) break;
      this.#sources.forEach((source, i) => {
        while (this.#alphaOf(source, i) === alpha) {
          const group = source.order[this.#heads[i]++];
          const matrix = this.#operation.matrices[i];
          this.#sum.addColumns(matrix, source.units, source.changes, source.starts[group], source.starts[group + 1]);
        }
      });
      const start = kinks.append(alpha, this.#sum.extent);
      kinks.truncate(this.#sum.drain(kinks.units, kinks.changes, start));
    }
    kinks.sort();
  }

  #nextAlpha(): number {
    return this.#sources.reduce((least, source, i) => Math.min(least, this.#alphaOf(source, i)), Infinity);
  }

  #alphaOf(source: Kinks, i: number): number {
    const head = this.#heads[i];
    return head < source.groups ? source.alphas[source.order[head]] : Infinity;
  }
}
