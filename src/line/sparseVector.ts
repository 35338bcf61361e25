import type { TiledMatrix } from '../network/index.ts';

/**
 * A vector of which few entries are not 0, kept in blocks: additions mark the blocks that they touch, so
 * that reading and clearing cost what was touched and not the vector's length.
 */
export class SparseVector {
  readonly #values: Float64Array;
  readonly #marked: Uint8Array;
  readonly #touched: Int32Array;
  #count = 0;

  /** @param block entries in one block; divides the length */
  constructor(
    length: number,
    readonly block: number,
  ) {
    this.#values = new Float64Array(length);
    this.#marked = new Uint8Array(length / block);
    this.#touched = new Int32Array(length / block);
  }

  get isZero(): boolean {
    return this.#count === 0;
  }

  /** An upper bound of the number of entries that are not 0. */
  get extent(): number {
    return this.#count * this.block;
  }

  /** Adds to one entry. */
  add(index: number, value: number): void {
    this.#touch(index, 1);
    this.#values[index] += value;
  }

  /** Adds `sum_e changes[e] * M[:, units[e]]` over the entries `begin <= e < end`. */
  addColumns(matrix: TiledMatrix, units: Int32Array, changes: Float64Array, begin: number, end: number): void {
    const { tileRows, tileColumns, pointers, starts, offsets, weights } = matrix;
    const values = this.#values;
    let e = begin;
    while (e < end) {
      const group = Math.floor(units[e] / tileColumns);
      const first = group * tileColumns;
      // Entries of one group of columns share their tiles.
      let after = e + 1;
      while (after < end && units[after] >= first && units[after] < first + tileColumns) after++;
      for (let t = pointers[group]; t < pointers[group + 1]; t++) {
        this.#touch(starts[t], tileRows);
        addTile(values, starts[t], weights, offsets[t] - first * tileRows, tileRows, units, changes, e, after);
      }
      e = after;
    }
  }

  /** Moves all entries that are not 0 into `units` and `changes` from `at` on; returns the end of what was written. */
  drain(units: Int32Array, changes: Float64Array, at: number): number {
    const { block } = this;
    const values = this.#values;
    let end = at;
    for (let i = 0; i < this.#count; i++) {
      const start = this.#touched[i] * block;
      this.#marked[this.#touched[i]] = 0;
      for (let index = start; index < start + block; index++) {
        const value = values[index];
        if (value === 0) continue;
        values[index] = 0;
        units[end] = index;
        changes[end++] = value;
      }
    }
    this.#count = 0;
    return end;
  }

  #touch(start: number, length: number): void {
    const last = Math.floor((start + length - 1) / this.block);
    for (let block = Math.floor(start / this.block); block <= last; block++) {
      if (this.#marked[block] !== 0) continue;
      this.#marked[block] = 1;
      this.#touched[this.#count++] = block;
    }
  }
}

/** Adds columns of one tile, four at a time: each value is loaded and stored once for four products. */
function addTile(
  values: Float64Array,
  start: number,
  weights: Float64Array,
  offset: number,
  rows: number,
  units: Int32Array,
  changes: Float64Array,
  begin: number,
  end: number,
): void {
  let e = begin;
  for (; e + 4 <= end; e += 4) {
    const a = changes[e];
    const b = changes[e + 1];
    const c = changes[e + 2];
    const d = changes[e + 3];
    const i = offset + units[e] * rows;
    const j = offset + units[e + 1] * rows;
    const k = offset + units[e + 2] * rows;
    const l = offset + units[e + 3] * rows;
    for (let r = 0; r < rows; r++) {
      values[start + r] += a * weights[i + r] + b * weights[j + r] + (c * weights[k + r] + d * weights[l + r]);
    }
  }
  for (; e < end; e++) {
    const a = changes[e];
    const i = offset + units[e] * rows;
    for (let r = 0; r < rows; r++) values[start + r] += a * weights[i + r];
  }
}
