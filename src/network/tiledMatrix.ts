/**
 * A linear map as a block-sparse matrix whose dense tiles may be shared, which is what a convolution is:
 * the kernel at one offset is a tile (output channels x input channels) that stands at every position.
 * A dense layer is one tile; an elementwise scaling has a tile of 1 x 1 for every unit.
 *
 * Columns come in groups of `tileColumns` with the same pattern. Group `g` has the tiles
 * `pointers[g] .. pointers[g + 1]`; tile `t` covers rows `starts[t] .. starts[t] + tileRows` and its entry
 * (r, c) is `weights[offsets[t] + c * tileRows + r]`. Every start is a multiple of `tileRows`.
 */
export interface TiledMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly tileRows: number;
  readonly tileColumns: number;
  readonly weights: Float64Array;
  readonly pointers: Int32Array;
  readonly starts: Int32Array;
  readonly offsets: Int32Array;
}

/**
 * Tiles in any order: tile `t` stands in the group `groups[t]`, and is as said of a `TiledMatrix`. Without offsets all
 * are one.
 */
export interface Tiles {
  readonly groups: Int32Array;
  readonly starts: Int32Array;
  readonly offsets?: Int32Array;
}

/** Builds the matrix from its tiles; those of one group keep their order. */
export function tiledMatrix(
  size: { rows: number; columns: number; tileRows: number; tileColumns: number },
  weights: Float64Array,
  { groups, starts, offsets }: Tiles,
): TiledMatrix {
  const pointers = new Int32Array(size.columns / size.tileColumns + 1);
  for (const group of groups) pointers[group + 1]++;
  for (let group = 0; group + 1 < pointers.length; group++) pointers[group + 1] += pointers[group];
  const next = pointers.slice();
  const sorted = { starts: new Int32Array(starts.length), offsets: new Int32Array(starts.length) };
  for (let t = 0; t < groups.length; t++) {
    const place = next[groups[t]]++;
    sorted.starts[place] = starts[t];
    if (offsets !== undefined) sorted.offsets[place] = offsets[t];
  }
  return { ...size, weights, pointers, ...sorted };
}

/** The matrix whose only nonzero entries are `weights[offsets[e]]` in row `starts[e]` and column `groups[e]`. */
export function sparseMatrix(rows: number, columns: number, weights: Float64Array, entries: Tiles): TiledMatrix {
  return tiledMatrix({ rows, columns, tileRows: 1, tileColumns: 1 }, weights, entries);
}

/** The square matrix with the entries `weights[offsets[unit]]` on its diagonal; the identity without arguments. */
export function diagonalMatrix(
  size: number,
  weights: Float64Array = Float64Array.of(1),
  offsets?: Int32Array,
): TiledMatrix {
  const units = countUp(size);
  return sparseMatrix(size, size, weights, { groups: units, starts: units, ...(offsets && { offsets }) });
}

/** Where each of some lists begins if they stand one after the other, and where the last one ends. */
export function pointersOf(lists: readonly { readonly length: number }[]): Int32Array {
  const pointers = new Int32Array(lists.length + 1);
  lists.forEach(({ length }, i) => (pointers[i + 1] = pointers[i] + length));
  return pointers;
}

/** 0, 1, ..., `size - 1`. */
export function countUp(size: number): Int32Array {
  const numbers = new Int32Array(size);
  for (let i = 0; i < size; i++) numbers[i] = i;
  return numbers;
}
