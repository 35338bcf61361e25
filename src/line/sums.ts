import { forEachTile, type TiledMatrix } from '../network/index.ts';
import type { Kernels, Runs, Workspace } from './kernels/index.ts';

/**
 * A vector to which few entries are added before it is taken: it is kept in runs and knows which of them were
 * touched, so that taking it costs what was touched and not its length.
 */
export class Sums implements Runs {
  readonly values: Float64Array;
  readonly touched: Int32Array;
  count = 0;
  readonly #marked: Int32Array;
  readonly #kernels: Kernels;
  readonly #workspace: Workspace;

  /** @param width entries in a run; divides the length */
  constructor(
    length: number,
    readonly width: number,
    kernels: Kernels,
    workspace: Workspace,
  ) {
    this.values = workspace.float64(length);
    this.touched = workspace.int32(length / width);
    this.#marked = workspace.int32(length / width);
    this.#kernels = kernels;
    this.#workspace = workspace;
  }

  get isZero(): boolean {
    return this.count === 0;
  }

  /** Adds to one entry. */
  add(index: number, value: number): void {
    this.touch(index, 1);
    this.values[index] += value;
  }

  /** Adds `sum_e changes[e] * M[:, units[e]]` over the entries `e < count`; successive units are together fastest. */
  addColumns(matrix: TiledMatrix, units: Int32Array, changes: Float64Array, count: number): void {
    const { tileRows, tileColumns } = matrix;
    const weights = this.#workspace.weights(matrix);
    if (tileRows * tileColumns === 1) {
      this.#addSingles(matrix, weights, units, changes, count);
      return;
    }
    forEachTile(matrix, units, 0, count, (start, offset, from, to) => {
      this.touch(start, tileRows);
      this.#kernels.addTile(this.values, start, weights, offset, tileRows, units, changes, from, to);
    });
  }

  /** The same where every tile is one number. */
  #addSingles({ pointers, starts, offsets }: TiledMatrix, weights: Float64Array, units: Int32Array, changes: Float64Array, count: number): void {
    for (let e = 0; e < count; e++) {
      for (let t = pointers[units[e]]; t < pointers[units[e] + 1]; t++) this.add(starts[t], changes[e] * weights[offsets[t]]);
    }
  }

  /** Marks the runs of so many entries. */
  touch(start: number, length: number): void {
    const last = Math.floor((start + length - 1) / this.width);
    for (let run = Math.floor(start / this.width); run <= last; run++) {
      if (this.#marked[run] !== 0) continue;
      this.#marked[run] = 1;
      this.touched[this.count++] = run;
    }
  }

  /** Marks what is touched in another vector of the same length. */
  touchLike({ width, touched, count }: Runs): void {
    for (let i = 0; i < count; i++) this.touch(touched[i] * width, width);
  }

  /** All entries are 0 again: forgets which runs were touched. */
  forget(): void {
    for (let i = 0; i < this.count; i++) this.#marked[this.touched[i]] = 0;
    this.count = 0;
  }
}
