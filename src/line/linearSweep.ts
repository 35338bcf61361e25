import type { Linear, TiledMatrix } from '../network/index.ts';
import type { Entries, Kernels, Workspace } from './kernels/index.ts';
import { Kinks } from './kinks.ts';
import { Sums } from './sums.ts';

/** Passes kinks through a linear node: a kink of size d at unit j becomes kinks of size `d * M[:, j]`, in runs of a tile's rows. */
export class LinearSweep {
  readonly kinks: Kinks;
  readonly #kernels: Kernels;
  readonly #matrices: readonly TiledMatrix[];
  readonly #sources: readonly Kinks[];
  /** Per source the place of the next group in its order. */
  readonly #heads: Int32Array;
  readonly #sums: Sums;
  /** Room for a group of runs unit by unit. */
  readonly #single: Entries;

  /** @param sources kinks of the inputs in the current block, sorted */
  constructor({ matrices }: Linear, sources: readonly Kinks[], kernels: Kernels, workspace: Workspace) {
    const [{ rows, tileRows }] = matrices;
    this.kinks = new Kinks(tileRows, workspace);
    this.#kernels = kernels;
    this.#matrices = matrices.map((matrix) => workspace.matrix(matrix));
    this.#sources = sources;
    this.#heads = new Int32Array(sources.length);
    this.#sums = new Sums(rows, tileRows, kernels, workspace);
    const longest = Math.max(...matrices.map(({ columns }, i) => (sources[i].width === 1 ? 0 : columns)));
    this.#single = { units: workspace.int32(longest), changes: workspace.float64(longest) };
  }

  /** Takes the sources' kinks of one block. Groups at the same alpha become one. */
  advance(): void {
    this.pass(0);
  }

  /** Takes the sources' kinks of one block from a place in the order of each on. */
  pass(from: number): void {
    const { kinks } = this;
    const sums = this.#sums;
    kinks.clear();
    this.#heads.fill(from);
    for (let i = this.#earliest(); i >= 0; i = this.#earliest()) {
      const others = this.#sources.map((_, other) => (other === i ? Infinity : this.#alphaOf(other)));
      kinks.reserve(1, sums.values.length / sums.width);
      const [matrix, source, head] = [this.#matrices[i], this.#sources[i], this.#heads[i]];
      this.#heads[i] = this.#kernels.passKinks(matrix, source, head, source.groups, Math.min(...others), this.#single, sums, kinks);
    }
    kinks.sort(kinks.groups);
  }

  /** The source whose next group comes first; -1 if there is none. */
  #earliest(): number {
    return this.#sources.reduce((first, _, i) => (this.#alphaOf(i) < (first < 0 ? Infinity : this.#alphaOf(first)) ? i : first), -1);
  }

  #alphaOf(i: number): number {
    const source = this.#sources[i];
    const head = this.#heads[i];
    return head < source.groups ? source.alphas[source.order[head]] : Infinity;
  }
}
