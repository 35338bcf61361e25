import { takeNonzeros, type TiledMatrix } from '../../network/index.ts';
import type { Kernels, Workspace } from '../kernels/index.ts';
import { entriesFor, MemoryRecord, type Entries, type HeldMatrix } from '../memory/index.ts';

/** Multiplies matrices with vectors. */
export class Product {
  readonly #kernels: Kernels;
  readonly #workspace: Workspace;
  readonly #entries: Entries;
  readonly #marked: Int32Array;
  readonly #touched: Int32Array;
  /** A vector that is a single run. */
  readonly #whole: MemoryRecord<'Runs'>;

  /** @param longest of all vectors */
  constructor(longest: number, workspace: Workspace) {
    this.#kernels = workspace.kernels;
    this.#workspace = workspace;
    this.#entries = entriesFor(longest, workspace);
    this.#marked = workspace.int32(1);
    this.#touched = workspace.int32(1);
    this.#whole = new MemoryRecord(workspace, 'Runs', { runs: 1, marked: this.#marked, touched: this.#touched });
  }

  /** `y += M x` */
  add(matrix: TiledMatrix, x: Float64Array, y: Float64Array): void {
    this.addHeld(this.#workspace.matrix(matrix), x, y);
  }

  /** The same of a matrix of the workspace. */
  addHeld(matrix: HeldMatrix, x: Float64Array, y: Float64Array): void {
    const { units, changes } = this.#entries;
    const count = takeNonzeros(x, units, changes);
    const [width, values, marked, touched] = [y.length, y, this.#marked, this.#touched];
    this.#whole.write({ width, values });
    const sums = { width, values, marked, touched, count: 0, address: this.#whole.address };
    this.#kernels.addColumns(matrix, this.#entries, 0, count, sums);
  }
}
