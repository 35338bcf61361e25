import {
  MemoryRecord,
  type HeldMatrix,
  type SelectedUnits,
  type CompactedColumns,
  type Memory,
} from '../memory/index.ts';
import type { Kernels, Workspace } from './kernels.ts';

/**
 * Selected rows of some columns of a matrix. Selected rows that are neighbours among these are in one run, such as
 * those of a row of a convolution's window.
 */
export class CompactedMatrix implements CompactedColumns {
  readonly tileColumns: number;
  readonly pointers: Int32Array;
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  readonly offsets: Int32Array;
  weights: Float64Array;
  readonly #matrix: HeldMatrix;
  readonly #record: MemoryRecord<'Matrix'>;
  readonly #kernels: Kernels;
  readonly #memory: Memory;

  /** @param matrix of the memory */
  constructor(matrix: HeldMatrix, workspace: Workspace) {
    this.tileColumns = matrix.tileColumns;
    this.pointers = workspace.int32(matrix.pointers.length);
    this.starts = workspace.int32(matrix.starts.length);
    this.lengths = workspace.int32(matrix.starts.length);
    this.offsets = workspace.int32(matrix.columns);
    this.weights = workspace.float64(0);
    this.#matrix = matrix;
    this.#kernels = workspace.kernels;
    this.#memory = workspace;
    this.#record = new MemoryRecord(workspace, 'Matrix', this);
  }

  get address(): number {
    return this.#record.address;
  }

  /** Takes the selected rows of some columns; all is in the memory. */
  pick(rows: SelectedUnits, columns: Int32Array): void {
    const { pointers, starts, lengths } = this;
    const { tileRows, tileColumns, pointers: tilePointers, starts: tileStarts } = this.#matrix;
    const needed = new Int32Array(pointers.length - 1);
    for (const column of columns) needed[Math.floor(column / tileColumns)]++;
    let [runs, size] = [0, 0];
    for (let group = 0; group < needed.length; group++) {
      for (let t = tilePointers[group]; needed[group] > 0 && t < tilePointers[group + 1]; t++) {
        const start = rows.ranks[tileStarts[t]];
        const length = rows.ranks[tileStarts[t] + tileRows] - start;
        size += needed[group] * length;
        if (runs > pointers[group] && starts[runs - 1] + lengths[runs - 1] === start) lengths[runs - 1] += length;
        else if (length > 0) {
          starts[runs] = start;
          lengths[runs++] = length;
        }
      }
      pointers[group + 1] = runs;
    }
    if (this.weights.length < size) {
      this.weights = this.#memory.float64(Math.max(size, 2 * this.weights.length));
      this.#record.write({ weights: this.weights });
    }
    this.#kernels.pickRows(this.#matrix, rows, columns, columns.length, this);
  }
}
