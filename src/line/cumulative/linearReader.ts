import { CompactedMatrix, type Workspace } from '../kernels/index.ts';
import type { TiledMatrix } from '../../network/index.ts';
import type { HeldMatrix, CompactedColumns } from '../memory/index.ts';
import type { Clock, OutputAdjoint, Reader } from './outputAdjoint.ts';

/** A linear map: the transposed matrix takes adjoints back. */
export class LinearReader implements Reader {
  readonly #matrix: HeldMatrix;
  /** The same, or its active rows. */
  readonly #rows: HeldMatrix | CompactedColumns;
  readonly #above: OutputAdjoint;
  readonly #clock: Clock;
  readonly #workspace: Workspace;
  /** When the rows of tiles were found; tiles that share rows share all. */
  readonly #foundAt: Int32Array;
  /** Rows that are to be found. */
  readonly #missing: Int32Array;

  /** @param columns that will be asked for */
  constructor(matrix: TiledMatrix, above: OutputAdjoint, columns: Int32Array, clock: Clock, workspace: Workspace) {
    const { active } = above;
    this.#matrix = workspace.matrix(matrix);
    this.#rows = this.#matrix;
    if (active !== undefined) {
      const rows = new CompactedMatrix(this.#matrix, workspace);
      rows.pick(active, columns);
      this.#rows = rows;
    }
    this.#above = above;
    this.#clock = clock;
    this.#workspace = workspace;
    this.#foundAt = new Int32Array(matrix.rows / matrix.tileRows);
    this.#missing = workspace.int32(matrix.rows);
  }

  pull(output: OutputAdjoint, units: Int32Array, count: number): void {
    if (this.#above.isLeftOut) return;
    if (this.#matrix.tileRows === this.#matrix.rows) this.#above.findAll();
    else this.#findRows(units, count);
    this.#workspace.kernels.dotColumns(this.#rows, units, count, this.#above.values, output.values);
  }

  #findRows(units: Int32Array, count: number): void {
    const { tileColumns } = this.#matrix;
    let missing = 0;
    let last = -1;
    for (let i = 0; i < count; i++) {
      const group = Math.floor(units[i] / tileColumns);
      if (group !== last) missing = this.#listRows(group, missing);
      last = group;
    }
    this.#above.find(this.#missing, missing);
  }

  /** Lists the active rows of a group of columns behind others, unless they were listed at this alpha. */
  #listRows(group: number, others: number): number {
    const { tileRows, pointers, starts } = this.#matrix;
    const { active, units } = this.#above;
    const ranks = active?.ranks;
    let end = others;
    for (let tile = pointers[group]; tile < pointers[group + 1]; tile++) {
      const start = starts[tile];
      if (this.#foundAt[start / tileRows] === this.#clock.now) continue;
      this.#foundAt[start / tileRows] = this.#clock.now;
      const stop = ranks === undefined ? start + tileRows : ranks[start + tileRows];
      for (let row = ranks === undefined ? start : ranks[start]; row < stop; row++) this.#missing[end++] = units[row];
    }
    return end;
  }
}
