import {
  MemoryRecord,
  placesOf,
  type Entries,
  type HeldMatrix,
  type CompactedColumns,
  type Runs,
} from '../memory/index.ts';
import type { Kernels, Workspace } from './kernels.ts';

const at = placesOf('Runs');

/**
 * A vector to which few entries are added before it is taken: it is kept in runs and knows which of them were
 * touched, so that taking it costs what was touched and not its length.
 */
export class SparseAccumulator implements Runs {
  readonly values: Float64Array;
  readonly touched: Int32Array;
  readonly marked: Int32Array;
  readonly #kernels: Kernels;
  readonly #record: MemoryRecord<'Runs'>;

  /** @param width entries in a run; divides the length */
  constructor(
    length: number,
    readonly width: number,
    workspace: Workspace,
  ) {
    this.values = workspace.float64(length);
    this.touched = workspace.int32(length / width);
    this.marked = workspace.int32(length / width);
    this.#kernels = workspace.kernels;
    this.#record = new MemoryRecord(workspace, 'Runs', {
      width,
      runs: this.runs,
      values: this.values,
      touched: this.touched,
      marked: this.marked,
    });
  }

  get address(): number {
    return this.#record.address;
  }

  get runs(): number {
    return this.touched.length;
  }

  /** How many are touched. */
  get count(): number {
    return this.#record.get(at.count);
  }

  set count(count: number) {
    this.#record.set(at.count, count);
  }

  get isZero(): boolean {
    return this.count === 0;
  }

  /** Adds to one entry. */
  add(index: number, value: number): void {
    this.#touch(Math.floor(index / this.width));
    this.values[index] += value;
  }

  /**
   * Adds `sum_e changes[e] * M[:, units[e]]` over the entries `begin <= e < end`; successive units are together
   * fastest.
   */
  addColumns(matrix: HeldMatrix | CompactedColumns, entries: Entries, begin: number, end: number): void {
    this.#kernels.addColumns(matrix, entries, begin, end, this);
  }

  /** Entries that may be other than 0. */
  get size(): number {
    return this.count * this.width;
  }

  /**
   * Takes all entries that are not 0 to `out`, from `at` on, with `first` and the unit's number. Returns how many they
   * are.
   */
  take(numbers: Int32Array, out: Entries, at: number, first: number): number {
    const taken = this.#kernels.takeEntries(this, numbers, out, at, first);
    this.count = 0;
    return taken;
  }

  /** Takes these changes of the adjoint of an activation's output on to its input. */
  backpropTo(input: SparseAccumulator, adjoint: Float64Array, pieceSlopes: Float64Array): void {
    input.#touchLike(this);
    this.#kernels.backpropActivation(this, adjoint, pieceSlopes, input.values);
    this.count = 0;
  }

  /** Marks what is touched in another vector of the same length. */
  #touchLike({ width, touched, count }: Runs): void {
    for (let i = 0; i < count; i++) {
      const last = Math.floor(((touched[i] + 1) * width - 1) / this.width);
      for (let run = Math.floor((touched[i] * width) / this.width); run <= last; run++) this.#touch(run);
    }
  }

  #touch(run: number): void {
    if (this.marked[run] !== 0) return;
    this.marked[run] = 1;
    this.touched[this.count++] = run;
  }
}
