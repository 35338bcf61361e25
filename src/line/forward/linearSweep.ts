import type { Linear } from '../../network/index.ts';
import { SparseAccumulator, type Kernels, type Passing, type Workspace } from '../kernels/index.ts';
import type { KinkReader } from './kinkReader.ts';
import { entriesFor, Kinks, recorded } from '../memory/index.ts';

/**
 * Passes kinks through a linear node: a kink of size d at unit j becomes kinks of size `d * M[:, j]`, in runs of a
 * tile's rows.
 */
export class LinearSweep {
  readonly kinks: Kinks;
  readonly #kernels: Kernels;
  readonly #sources: readonly KinkReader[];
  /** Per source the place behind the last group to take. */
  readonly #ends: Int32Array;
  readonly #sums: SparseAccumulator;
  /** Per source what its kinks are passed through. */
  readonly #passing: readonly Passing[];
  readonly #mostRuns: number;

  /**
   * @param sources kinks of the inputs, sorted
   * @param most kinks in a portion, unless a single group has more
   */
  constructor({ matrices }: Linear, sources: readonly KinkReader[], most: number, workspace: Workspace) {
    const [{ rows, tileRows }] = matrices;
    this.kinks = new Kinks(tileRows, workspace);
    this.#kernels = workspace.kernels;
    this.#sources = sources;
    this.#ends = new Int32Array(sources.length);
    this.#sums = new SparseAccumulator(rows, tileRows, workspace);
    const longest = Math.max(...matrices.map(({ columns }, i) => (sources[i].width === 1 ? 0 : columns)));
    const single = entriesFor(longest, workspace);
    this.#passing = matrices.map((matrix) =>
      recorded(workspace, 'Passing', { matrix: workspace.matrix(matrix), single, sums: this.#sums, out: this.kinks }),
    );
    this.#mostRuns = most / tileRows;
  }

  /** Takes the sources' kinks up to `end`, or as many as there is room for; groups at the same alpha become one. */
  advance(end: number): number {
    const { kinks } = this;
    const runs = this.#sums.values.length / this.#sums.width;
    kinks.clear();
    this.#sources.forEach((source, i) => (this.#ends[i] = source.endOf(end)));
    let next = this.#earliest();
    while (next >= 0 && !this.#isFull(runs, end)) {
      kinks.reserve(1, runs);
      this.#passFrom(next);
      next = this.#earliest();
    }
    kinks.sort(kinks.groups);
    return next < 0 ? end : kinks.alphas[kinks.groups - 1];
  }

  /** Is there no room for another group, and the last one complete and before `end`? */
  #isFull(runs: number, end: number): boolean {
    const { groups, size, alphas } = this.kinks;
    return size + runs > this.#mostRuns && groups > 0 && alphas[groups - 1] < end && this.#sums.count === 0;
  }

  /** Passes groups of a source, as long as they come before those of others and there is room. */
  #passFrom(i: number): void {
    const source = this.#sources[i];
    const until = this.#sources.reduce(
      (first, _, other) => (other === i ? first : Math.min(first, this.#alphaOf(other))),
      Infinity,
    );
    source.place = this.#kernels.passKinks(this.#passing[i], source.source, source.place, this.#ends[i], until);
  }

  /** The source whose next group comes first; -1 if there is none. */
  #earliest(): number {
    return this.#sources.reduce(
      (first, _, i) => (this.#alphaOf(i) < (first < 0 ? Infinity : this.#alphaOf(first)) ? i : first),
      -1,
    );
  }

  #alphaOf(i: number): number {
    const { place, source } = this.#sources[i];
    return place < this.#ends[i] ? source.alphas[source.order[place]] : Infinity;
  }
}
